import type { Meter } from '../../../domain/billing/metering/meter-rules.ts'

type JobMeter = readonly [key: string, name: string, unit: string, decimals: number]

const ofJobs: readonly JobMeter[] = [
  ['tasks', 'Jobs that ran on a device', 'task', 0],
  ['shots', 'Shots that were taken', 'shot', 0],
  ['qpu_seconds', 'Time on the device', 'second', 6],
  ['gate_shots_1q', 'One-qubit gates times shots', 'gate-shot', 0],
  ['gate_shots_2q', 'Two-qubit gates times shots', 'gate-shot', 0],
  ['app_runs', 'Completed runs of apps', 'run', 0],
]
const reported: readonly JobMeter[] = [
  ['reservation_minutes', 'Reserved time on devices', 'minute', 6],
  ['llm_tokens_in', 'Tokens read by language models', 'token', 0],
  ['llm_tokens_out', 'Tokens written by language models', 'token', 0],
]

const shared = { aggregation: 'SUM', maximum: '1000000000000000' } as const

/** The hub's own meters, as this side shows them; a test holds them against those that decide. */
export const standardMeters: readonly Meter[] = [
  ...ofJobs.map(
    ([key, name, unit, decimals]): Meter => ({
      ...shared,
      key,
      name,
      unit,
      decimals,
      subject: 'REQUIRED',
      feed: 'JOBS',
    }),
  ),
  ...reported.map(
    ([key, name, unit, decimals]): Meter => ({
      ...shared,
      key,
      name,
      unit,
      decimals,
      subject: 'OPTIONAL',
      feed: 'REPORTED',
    }),
  ),
]
