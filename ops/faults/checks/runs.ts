import { wallet, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { job, type SubmittedJob } from '../../../domain/jobs/job.ts'
import type { JobEvent } from '../../../domain/jobs/job-events.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import type { RunRecord } from '../../../platform/providers/simulator/runs/run-record.ts'
import { chargeOf } from '../../../sagas/jobs/charge.ts'
import { nothingUsed, type JobEnd } from '../../../sagas/jobs/state.ts'
import type { Check } from './check.ts'
import { dataOf, stateOf, streamsOf } from './streams.ts'

type Usage = { readonly shots: number; readonly qpuSeconds: number }

const isSame = (one: Usage, other: Usage): boolean =>
  one.shots === other.shots && one.qpuSeconds === other.qpuSeconds

/** What the job must have cost, by what its one run used. */
const endOf = (state: SubmittedJob, usage: Usage, events: readonly RecordedEvent[]): JobEnd => {
  switch (state.status) {
    case 'COMPLETED':
      return { ending: 'COMPLETED', usage }
    case 'CANCELLED': {
      const [cancelled] = dataOf<JobEvent, 'JobCancelled'>(events, 'JobCancelled')
      return cancelled?.by === 'SYSTEM'
        ? { ending: 'CANCELLED', fault: 'PROVIDER', usage }
        : { ending: 'CANCELLED', usage }
    }
    default:
      return { ending: 'FAILED', fault: state.failure?.faultDomain ?? 'PLATFORM', usage }
  }
}

const ofJob = (
  jobId: string,
  events: readonly RecordedEvent[],
  records: readonly RunRecord[],
  charged: bigint,
): readonly string[] => {
  const state = stateOf(job, events)
  if (state.kind === 'absent') return [`job ${jobId} was never submitted`]
  const [run] = records
  const dispatched = dataOf<JobEvent, 'JobDispatched'>(events, 'JobDispatched')
  if (records.length > 1) return [`job ${jobId} has ${records.length} runs at the provider`]
  if (run === undefined && dispatched.length > 0)
    return [`job ${jobId} was dispatched, and the provider has no run of it`]
  const usage = run?.ending?.usage ?? nothingUsed
  const { device, fee } = chargeOf(state.submission, endOf(state, usage, events))
  const due = BigInt(device.amount) + BigInt(fee.amount)
  const result = run?.ending?.state === 'COMPLETED' ? run.ending.result : undefined
  return [
    ...(run === undefined || run.ending?.state === state.status
      ? []
      : [`job ${jobId} is ${state.status}, its run ${run.ending?.state ?? 'open'}`]),
    ...(isSame(state.usage ?? nothingUsed, usage)
      ? []
      : [`job ${jobId} reports another usage than its run`]),
    ...(state.result?.resultHash === result?.resultHash
      ? []
      : [`job ${jobId} has another result than its run`]),
    ...(charged === due
      ? []
      : [`job ${jobId} was charged ${charged.toString()}; its run cost ${due.toString()}`]),
    ...(dispatched.some(({ providerJobId }) => providerJobId !== run?.providerJobId)
      ? [`job ${jobId} names another run than the provider has`]
      : []),
  ]
}

/** One run a client token at the provider, none left open, and each job charged for exactly the one run that it had. */
export const runs: Check = ({ log, runs: stored }) => {
  const jobs = streamsOf(log, job.category)
  const charges = new Map<string, bigint>()
  for (const events of streamsOf(log, wallet.category).values())
    for (const { jobId, amount } of dataOf<WalletEvent, 'HoldCaptured'>(events, 'HoldCaptured'))
      charges.set(jobId, (charges.get(jobId) ?? 0n) + BigInt(amount))
  const byToken = new Map<string, RunRecord[]>()
  for (const { record } of stored) {
    const { clientToken } = record.submission
    byToken.set(clientToken, [...(byToken.get(clientToken) ?? []), record])
  }
  return [
    ...stored
      .filter(({ folder }) => folder === 'active')
      .map(({ record }) => `the run of ${record.submission.clientToken} is still open`),
    ...[...byToken.keys()]
      .filter((token) => !jobs.has(token))
      .map((token) => `the provider ran ${token}, which is no job`),
    ...[...jobs].flatMap(([jobId, events]) =>
      ofJob(jobId, events, byToken.get(jobId) ?? [], charges.get(jobId) ?? 0n),
    ),
  ]
}
