import type { JobEvent } from '../../jobs/job-events.ts'
import { monthOf } from './months.ts'
import { parseDecimal, rational, zero, type Rational } from './rational.ts'

/** What one job adds to each meter of jobs, and when. */
export type JobUsage = {
  readonly jobId: string
  readonly month: string
  readonly deviceId: string
  readonly appId?: string
  readonly quantities: Readonly<Record<JobMeterKey, Rational>>
}
export type JobMeterKey =
  | 'tasks'
  | 'shots'
  | 'qpu_seconds'
  | 'gate_shots_1q'
  | 'gate_shots_2q'
  | 'app_runs'

/** Microseconds: as fine as providers measure. */
const secondsOf = (seconds: number): Rational => parseDecimal(seconds.toFixed(6))

/** Off the job's own events. Nothing while it runs; a job that never reached its device used nothing. */
export const jobUsageOf = (events: readonly JobEvent[]): JobUsage | undefined => {
  const submitted = events.find(({ type }) => type === 'JobSubmitted')
  const end = events.find(
    (event) =>
      event.type === 'JobCompleted' || event.type === 'JobFailed' || event.type === 'JobCancelled',
  )
  if (submitted?.type !== 'JobSubmitted' || end === undefined || !('usage' in end.data))
    return undefined
  const { jobId, deviceId, circuit, app } = submitted.data
  const { usage, at } = end.data
  const shots = BigInt(usage.shots)
  const ran = usage.shots > 0 || usage.qpuSeconds > 0
  return {
    jobId,
    month: monthOf(at),
    deviceId,
    ...(app === undefined ? {} : { appId: app.appId }),
    quantities: {
      tasks: ran ? rational(1n) : zero,
      shots: rational(shots),
      qpu_seconds: secondsOf(usage.qpuSeconds),
      gate_shots_1q: rational(shots * BigInt(circuit.oneQubitGates)),
      gate_shots_2q: rational(shots * BigInt(circuit.twoQubitGates)),
      app_runs: app !== undefined && end.type === 'JobCompleted' ? rational(1n) : zero,
    },
  }
}
