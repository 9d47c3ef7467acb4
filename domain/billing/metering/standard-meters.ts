import type { Meter } from './meter-rules.ts'

const jobMeter = (
  key: string,
  name: string,
  unit: string,
  decimals: number,
): Meter & { readonly feed: 'JOBS' } => ({
  key,
  name,
  unit,
  aggregation: 'SUM',
  decimals,
  maximum: '1000000000000000',
  subject: 'REQUIRED',
  feed: 'JOBS',
})

const reported = (key: string, name: string, unit: string, decimals: number): Meter => ({
  key,
  name,
  unit,
  aggregation: 'SUM',
  decimals,
  maximum: '1000000000000000',
  subject: 'OPTIONAL',
  feed: 'REPORTED',
})

/**
 * The meters that every hub has. Those of jobs are read off the jobs themselves, their subject is the device, for app_runs
 * the app: nothing is written twice, and nothing can be reported to them.
 */
export const jobMeters = [
  jobMeter('tasks', 'Jobs that ran on a device', 'task', 0),
  jobMeter('shots', 'Shots that were taken', 'shot', 0),
  jobMeter('qpu_seconds', 'Time on the device', 'second', 6),
  jobMeter('gate_shots_1q', 'One-qubit gates times shots', 'gate-shot', 0),
  jobMeter('gate_shots_2q', 'Two-qubit gates times shots', 'gate-shot', 0),
  jobMeter('app_runs', 'Completed runs of apps', 'run', 0),
] as const

export const standardMeters: readonly Meter[] = [
  ...jobMeters,
  reported('reservation_minutes', 'Reserved time on devices', 'minute', 6),
  reported('llm_tokens_in', 'Tokens read by language models', 'token', 0),
  reported('llm_tokens_out', 'Tokens written by language models', 'token', 0),
]

export const standardMeter = (key: string): Meter | undefined =>
  standardMeters.find((meter) => meter.key === key)
