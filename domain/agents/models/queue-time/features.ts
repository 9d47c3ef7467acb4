import { usageOf } from '../../../devices/fair-share.ts'
import { nextOpening } from '../../../devices/windows.ts'
import { afterOpenSeconds } from './open-time.ts'
import type { QueueSituation } from './situation.ts'
import { noStatistics } from './statistics.ts'

/**
 * What a wait is predicted from, in this order. Durations are logarithms (ln(1 + seconds)), counts ln(1 + n): a wait is more
 * often twice than ten seconds longer. An artifact names the set that it was fitted on; another order is another set.
 */
export const featureSet = 'queue-time/1'
export const featureNames = [
  'secondsToOpening',
  'workAhead',
  'fairWorkAhead',
  'fairWorkAheadInOpenTime',
  'secondsToFreeSlot',
  'recentWait',
  'lastWait',
  'meanService',
  'ownWaiting',
  'othersWaiting',
  'shareOfLessUsed',
  'dayCosine',
  'daySine',
] as const

/** A running job is taken to need at least this part of its usual time more, however long it has run. */
const leastRest = 0.1
const msPerDay = 86_400_000

/** Of a job that `user` would submit, or submits, at this moment. */
export const featuresOf = (
  situation: QueueSituation,
  user: string,
  atMs: number,
): readonly number[] => {
  const { waiting, running, windows, statistics = noStatistics } = situation
  const { services, users, usage, waits, lastWait } = statistics
  const usual = (who: string): number => users[who]?.mean ?? services.mean
  const rests = running.map(({ user: who, sinceMs }) => {
    const expected = usual(who)
    return Math.max(expected - (atMs - sinceMs) / 1000, leastRest * expected)
  })
  const rest = sum(rests)
  const own = waiting.find((line) => line.user === user)?.jobs ?? 0
  const others = waiting.filter((line) => line.user !== user)
  const used = usageOf(usage, user, atMs)
  const lessUsed = others.filter((line) => usageOf(usage, line.user, atMs) < used)
  const ahead = sum(waiting.map((line) => line.jobs * usual(line.user)))
  // Users take turns: of each other one as many jobs go first as this user has, and one more of those that used less.
  const fairly = sum(
    others.map((line) => {
      const turns = own + (lessUsed.includes(line) ? 1 : 0)
      return Math.min(line.jobs, turns) * usual(line.user)
    }),
  )
  const slots = situation.concurrency
  const fairSeconds = (rest + fairly + own * usual(user)) / slots
  const phase = (2 * Math.PI * (atMs % msPerDay)) / msPerDay
  return [
    ln((nextOpening(windows, atMs) - atMs) / 1000),
    ln((rest + ahead) / slots),
    ln(fairSeconds),
    ln((afterOpenSeconds(windows, atMs, fairSeconds) - atMs) / 1000),
    ln(running.length < slots ? 0 : Math.min(...rests)),
    ln(waits.mean),
    ln(lastWait),
    ln(services.mean),
    ln(own),
    ln(sum(others.map((line) => line.jobs))),
    others.length === 0 ? 0 : lessUsed.length / others.length,
    Math.cos(phase),
    Math.sin(phase),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

const ln = (value: number): number => Math.log1p(Math.max(0, value))
