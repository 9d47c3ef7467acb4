import { job } from '../../domain/jobs/job.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'
import { jobView, type JobView, type ResultView } from './job-view.ts'

/** A job of the caller's organisation as it is now, with its result once it is there. */
export const readJob = (
  services: Services,
  context: CommandContext,
  jobId: string,
): Promise<ReadOutcome<JobView>> =>
  readAggregate(services, context, 'jobs:read', job, jobId, (state) =>
    state.kind === 'absent' || !actsFor(context, state.submission.organisation)
      ? notFound('job')
      : jobView(state),
  )

/** The result alone; NOT_FOUND as long as the job has none. */
export const readResult = async (
  services: Services,
  context: CommandContext,
  jobId: string,
): Promise<ReadOutcome<ResultView & { readonly jobId: string }>> => {
  const outcome = await readJob(services, context, jobId)
  if (outcome.kind === 'failed') return outcome
  const { result, status } = outcome.view
  if (result !== undefined) return { ...outcome, view: { jobId, ...result } }
  const detail = `The job is ${status}; it has no result.`
  return { kind: 'failed', failure: { code: 'NOT_FOUND', detail } }
}
