import { addUsage, type RecentUsage } from '../../../devices/fair-share.ts'

/** A mean in which what came last counts most: of the first values all alike, then one part in `memory` for each new one. */
export type Average = { readonly n: number; readonly mean: number }

export const nothingYet: Average = { n: 0, mean: 0 }
const memory = 20

export const withValue = ({ n, mean }: Average, value: number): Average => ({
  n: n + 1,
  mean: mean + (value - mean) / Math.min(n + 1, memory),
})

/** What a device's line has shown so far. All that a prediction knows besides who stands in line now. Seconds. */
export type QueueStatistics = {
  /** Of those that could not go on the device at once. */
  readonly waits: Average
  /** The plain mean of the same since the beginning: what a prediction has to beat. */
  readonly meanWait: number
  readonly lastWait: number
  /** How long jobs have a slot. */
  readonly services: Average
  /** The same by user; of those that were seen last. */
  readonly users: Readonly<Record<string, Average>>
  /** As the device's own fair share counts it, of the same users. */
  readonly usage: RecentUsage
}

export const noStatistics: QueueStatistics = {
  waits: nothingYet,
  meanWait: 0,
  lastWait: 0,
  services: nothingYet,
  users: {},
  usage: {},
}

/** So many users are kept apart; the others are taken for newcomers. */
const mostUsers = 60

/** A slot was granted to a job that had waited for it. */
export const afterWait = (before: QueueStatistics, waitSeconds: number): QueueStatistics => {
  if (waitSeconds <= 0) return before
  const { n } = before.waits
  return {
    ...before,
    waits: withValue(before.waits, waitSeconds),
    meanWait: before.meanWait + (waitSeconds - before.meanWait) / (n + 1),
    lastWait: waitSeconds,
  }
}

/** A slot was given back. `heldSeconds` is how long it was taken, `usedSeconds` what counts as use of the device. */
export const afterRelease = (
  before: QueueStatistics,
  user: string,
  heldSeconds: number,
  usedSeconds: number,
  atMs: number,
): QueueStatistics => {
  const { [user]: own = nothingYet, ...others } = before.users
  const users = { ...others, [user]: withValue(own, heldSeconds) }
  const kept = Object.keys(users).slice(-mostUsers)
  const usage = addUsage(before.usage, user, usedSeconds, atMs)
  const only = <Value>(of: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(kept.flatMap((name) => (of[name] === undefined ? [] : [[name, of[name]]])))
  return {
    ...before,
    services: withValue(before.services, heldSeconds),
    users: only(users),
    usage: only(usage),
  }
}
