import type { FastifyRequest } from 'fastify'
import { hasEnded, JobView } from '../../commands/jobs/job-view.ts'
import { readJob } from '../../commands/jobs/read-job.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { ReadOutcome } from '../../commands/shared/read.ts'
import { standing } from '../commands/answer-command.ts'
import { entityTag } from '../commands/entity-tag.ts'
import type { Follow } from '../commands/follow.ts'
import type { HttpAnswer } from '../commands/http-answer.ts'
import { preferenceOf } from '../commands/prefer.ts'
import { Standing } from '../commands/responses.ts'
import { headerOf } from '../../platform/http/header.ts'
import type { Headers } from '../../platform/http/send-problem.ts'
import type { Plumbing } from '../plumbing.ts'
import { jobEnd } from './job-end.ts'

export const shown = <View extends object>(
  outcome: Extract<ReadOutcome<View>, { kind: 'read' }>,
): HttpAnswer => ({
  kind: 'answered',
  status: 200,
  headers: { etag: entityTag(outcome.revision), 'x-position': outcome.position.toString() },
  body: { ...outcome.view, ...standing(outcome) },
})

/** `Prefer: wait=N`: 200 with the job when it ends in time, else 202 as ever. */
export const followJob: Follow = {
  answer: JobView.extend(Standing.shape),
  run: async (plumbing, request, context, { jobId }) => {
    const { waitSeconds, respondAsync } = preferenceOf(headerOf(request, 'prefer'))
    if (respondAsync) return { headers: { 'preference-applied': 'respond-async' } }
    if (waitSeconds === undefined || typeof jobId !== 'string') return { headers: {} }
    const outcome = await jobEnd(plumbing, jobId, waitSeconds, () =>
      readJob(plumbing.services, context, jobId),
    )
    if (outcome.kind === 'failed') return { headers: {} }
    const headers = { 'preference-applied': `wait=${waitSeconds}` }
    return hasEnded(outcome.view) ? { answer: shown(outcome), headers } : { headers }
  },
}

/** The same on reads: the answer is held back until the job has ended or the time is over. */
export const awaitJob = async (
  plumbing: Plumbing,
  request: FastifyRequest,
  context: CommandContext,
  { jobId }: { readonly jobId: string },
): Promise<Headers> => {
  const { waitSeconds, respondAsync } = preferenceOf(headerOf(request, 'prefer'))
  if (respondAsync || waitSeconds === undefined) return {}
  const outcome = await jobEnd(plumbing, jobId, waitSeconds, () =>
    readJob(plumbing.services, context, jobId),
  )
  return outcome.kind === 'failed' ? {} : { 'preference-applied': `wait=${waitSeconds}` }
}
