import { z } from 'zod'
import { Failure } from '../../../domain/jobs/job-events.ts'
import { Money } from '../../../domain/shared/money.ts'
import { Id, Sha256 } from '../../../domain/shared/values.ts'
import { hasEnded, type JobView } from '../../jobs/job-view.ts'
import { readJob } from '../../jobs/read-job.ts'
import { defineTool } from './tool.ts'

const mostOutcomes = 256
const askAgainInMs = 500

const Outcome = z.strictObject({
  jobId: Id,
  status: z.enum(['COMPLETED', 'FAILED', 'CANCELLED']),
  /** Shots by bit string: of all outcomes, or of those seen most often. */
  counts: z.record(z.string(), z.int().min(1)).exactOptional(),
  outcomes: z.int().min(0).exactOptional(),
  resultHash: Sha256.exactOptional(),
  failure: Failure.exactOptional(),
  /** Absent where nothing was charged. */
  charged: Money.exactOptional(),
})

const resultOf = ({ result }: JobView) => {
  if (result === undefined) return {}
  const seen = Object.entries(result.counts).toSorted(([, a], [, b]) => b - a)
  return {
    counts: Object.fromEntries(seen.slice(0, mostOutcomes)),
    outcomes: seen.length,
    resultHash: result.resultHash,
  }
}

const outcomeOf = (view: JobView): z.output<typeof Outcome> | undefined => {
  const { jobId, status, billing, failure, charged } = view
  // What it cost is part of what is waited for.
  if (!hasEnded(view) || billing === 'RESERVED' || billing === 'PENDING') return undefined
  return Outcome.parse({
    ...{ jobId, status },
    ...resultOf(view),
    ...(failure === undefined ? {} : { failure }),
    ...(charged === undefined ? {} : { charged }),
  })
}

/** Waits for the end of a job and of its billing. A job that failed is an outcome like another. */
export const awaitJob = defineTool({
  name: 'awaitJob',
  does: 'Waits until a job has ended and says how: counts, or the failure, and what was charged.',
  input: z.strictObject({ jobId: Id }),
  output: Outcome,
  run: async ({ jobId }, { services, context, organisation }) => {
    const read = await readJob(services, { ...context, organisation, scopes: ['jobs:read'] }, jobId)
    if (read.kind === 'failed') {
      const { code, detail } = read.failure
      return { kind: 'refused', code, message: detail }
    }
    const output = outcomeOf(read.view)
    return output === undefined ? { kind: 'waiting', askAgainInMs } : { kind: 'done', output }
  },
})
