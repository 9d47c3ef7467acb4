import { job, type SubmittedJob } from '../../domain/jobs/job.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The job, if it is the caller's organisation's. */
export const ownJob = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  jobId: string,
): Promise<SubmittedJob | Rejection> => {
  const { state } = await load(job, jobId)
  return state.kind === 'absent' || !actsFor(context, state.submission.organisation)
    ? notFound('job')
    : state
}
