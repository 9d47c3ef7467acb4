import { job } from '../../domain/jobs/job.ts'
import { stateOf, streamsOf } from './checks/streams.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Evidence } from './evidence.ts'
import type { Tally } from './insist.ts'
import type { Plan, Target } from './plan.ts'
import type { SupervisedHub } from './supervised-hub.ts'

export type Summary = {
  readonly strikes: Readonly<Record<Target, number>>
  /** How often the hub was started, the first time included. */
  readonly starts: number
  /** Jobs between submission and end when a strike fell. */
  readonly openJobsAtStrikes: { readonly mean: number; readonly none: number }
  readonly slowestDrainSeconds: number
  readonly jobs: number
  readonly completed: number
  readonly failed: number
  readonly cancelled: number
  /** Answers that named a place in the log, repeated ones included. */
  readonly acknowledged: number
  /** What stood in the way of answers, and how often. */
  readonly unanswered: Readonly<Record<string, number>>
  /** Runs that the provider began more than once, because it was killed under them. */
  readonly resumedRuns: number
  readonly events: number
  readonly findings: number
  readonly seconds: number
}

const terminal: ReadonlySet<string> = new Set(['JobCompleted', 'JobFailed', 'JobCancelled'])

const openJobsAt = (log: readonly RecordedEvent[], moments: readonly Date[]) => {
  const before = (at: Date, is: (type: string) => boolean): number =>
    log.filter(({ type, created }) => is(type) && created <= at).length
  const open = moments.map(
    (at) =>
      before(at, (type) => type === 'JobSubmitted') - before(at, (type) => terminal.has(type)),
  )
  const mean = open.reduce((sum, jobs) => sum + jobs, 0) / Math.max(1, open.length)
  return { mean: rounded(mean), none: open.filter((jobs) => jobs === 0).length }
}

const rounded = (seconds: number): number => Number(seconds.toFixed(1))

export const summaryOf = (
  { strikes }: Plan,
  { log, given, runs }: Evidence,
  hub: SupervisedHub,
  tally: Tally,
  findings: number,
  seconds: number,
): Summary => {
  const states = [...streamsOf(log, job.category).values()].map((events) => stateOf(job, events))
  const ended = (status: string): number =>
    states.filter((state) => state.kind === 'submitted' && state.status === status).length
  const struck = (target: Target): number =>
    strikes.filter((strike) => strike.target === target).length
  return {
    strikes: {
      hub: struck('hub'),
      'event-store': struck('event-store'),
      both: struck('both'),
      drain: struck('drain'),
    },
    starts: hub.starts(),
    openJobsAtStrikes: openJobsAt(log, hub.struck()),
    slowestDrainSeconds: rounded(Math.max(0, ...hub.drains()) / 1000),
    jobs: states.length,
    completed: ended('COMPLETED'),
    failed: ended('FAILED'),
    cancelled: ended('CANCELLED'),
    acknowledged: given.filter(({ kind }) => kind === 'acknowledged').length,
    unanswered: Object.fromEntries(tally),
    resumedRuns: runs.filter(({ record }) => record.executions > 1).length,
    events: log.length,
    findings,
    seconds: rounded(seconds),
  }
}
