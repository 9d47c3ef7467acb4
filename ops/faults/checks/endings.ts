import { isTerminal, job } from '../../../domain/jobs/job.ts'
import type { Check } from './check.ts'
import { stateOf, streamsOf } from './streams.ts'

const terminal: ReadonlySet<string> = new Set(['JobCompleted', 'JobFailed', 'JobCancelled'])
const resolved: ReadonlySet<string> = new Set(['NONE', 'SETTLED', 'RELEASED', 'REFUNDED'])

/** Every job has come to an end, once, and its billing with it. */
export const endings: Check = ({ log }) =>
  [...streamsOf(log, job.category)].flatMap(([jobId, events]) => {
    const ends = events.filter(({ type }) => terminal.has(type)).length
    const has = (wanted: string): boolean => events.some(({ type }) => type === wanted)
    const state = stateOf(job, events)
    if (state.kind === 'absent') return [`job ${jobId} has events but was never submitted`]
    return [
      ...(ends === 1 ? [] : [`job ${jobId} ended ${ends} times`]),
      ...(isTerminal(state) ? [] : [`job ${jobId} is ${state.status}`]),
      ...(has('JobChargeRefunded') && !has('JobChargeSettled')
        ? [`job ${jobId} was refunded and never charged`]
        : []),
      ...(resolved.has(state.billing) ? [] : [`job ${jobId} is billed as ${state.billing}`]),
    ]
  })
