import { instantOf, msOf } from '../../shared/instant.ts'

const dayMs = 86_400_000
/** 1970-01-05. */
const aMonday = 4 * dayMs

/** When the next epoch ends: the first Monday after `now`, midnight UTC. */
export const nextEpochAt = (now: string): string => {
  const weeks = Math.floor((msOf(now) - aMonday) / (7 * dayMs)) + 1
  return instantOf(aMonday + weeks * 7 * dayMs)
}
