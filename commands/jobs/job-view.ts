import { z } from 'zod'
import type { SubmittedJob } from '../../domain/jobs/job.ts'
import { Failure, JobSubmission, Phase, RunUsage } from '../../domain/jobs/job-events.ts'
import { JobResult } from '../../domain/jobs/job-result.ts'
import { Money } from '../../domain/shared/money.ts'
import { unpackCounts } from '../../platform/results/packed-counts.ts'

/** A result as it is shown: the histogram laid open. */
export const ResultView = JobResult.omit({ histogram: true }).extend({
  registers: z
    .array(z.strictObject({ name: z.string().max(1000), size: z.int().min(1) }))
    .max(10_000),
  /** Shots by bit string. */
  counts: z.record(z.string().max(10_000), z.int().min(1)),
})
export type ResultView = z.output<typeof ResultView>

/** A job as its owner sees it; the program itself is left out, its hash stands for it. */
export const JobView = JobSubmission.pick({
  jobId: true,
  organisation: true,
  user: true,
  name: true,
  tags: true,
  inputs: true,
  programHash: true,
  circuit: true,
  deviceId: true,
  calibrationId: true,
  shots: true,
  seed: true,
  price: true,
  estimate: true,
  maximumCost: true,
  quoteId: true,
}).extend({
  user: z.string().min(1).max(200),
  status: z.enum([
    'SUBMITTED',
    'QUEUED',
    'RUNNING',
    'CANCELLING',
    'COMPLETED',
    'FAILED',
    'CANCELLED',
  ]),
  billing: z.enum(['NONE', 'RESERVED', 'PENDING', 'SETTLED', 'RELEASED', 'REFUNDED']),
  attempt: z.int().min(0),
  phase: Phase.exactOptional(),
  failure: Failure.exactOptional(),
  usage: RunUsage.exactOptional(),
  charged: Money.exactOptional(),
  result: ResultView.exactOptional(),
})
export type JobView = z.output<typeof JobView>

const resultOf = ({ result }: SubmittedJob) => {
  if (result === undefined) return {}
  const { histogram, ...rest } = result
  return { result: { ...rest, counts: { ...unpackCounts(histogram) } } }
}

export const jobView = (state: SubmittedJob): JobView => {
  const { submission, status, billing, attempt, phase, failure, usage, charged } = state
  const { inputs, calibrationId, quoteId } = submission
  return {
    jobId: submission.jobId,
    organisation: submission.organisation,
    user: submission.user,
    name: submission.name,
    tags: submission.tags,
    ...(inputs === undefined ? {} : { inputs }),
    programHash: submission.programHash,
    circuit: submission.circuit,
    deviceId: submission.deviceId,
    ...(calibrationId === undefined ? {} : { calibrationId }),
    shots: submission.shots,
    seed: submission.seed,
    price: submission.price,
    estimate: submission.estimate,
    maximumCost: submission.maximumCost,
    ...(quoteId === undefined ? {} : { quoteId }),
    status,
    billing,
    attempt,
    ...(phase === undefined ? {} : { phase }),
    ...(failure === undefined ? {} : { failure }),
    ...(usage === undefined ? {} : { usage }),
    ...(charged === undefined ? {} : { charged }),
    ...resultOf(state),
  }
}

export const hasEnded = ({ status }: Pick<JobView, 'status'>): boolean =>
  status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'
