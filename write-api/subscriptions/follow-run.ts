import { hasEnded } from '../../commands/jobs/job-view.ts'
import { readRun, RunView } from '../../commands/subscriptions/run/read-run.ts'
import { headerOf } from '../../platform/http/header.ts'
import type { Follow } from '../commands/follow.ts'
import { preferenceOf } from '../commands/prefer.ts'
import { Standing } from '../commands/responses.ts'
import { shown } from '../jobs/follow-job.ts'
import { jobEnd } from '../jobs/job-end.ts'

/** `Prefer: wait=N`: 200 with the run and its output when it ends in time, else 202 as ever. */
export const followRun: Follow = {
  answer: RunView.extend(Standing.shape),
  run: async (plumbing, request, context, { appId, jobId }) => {
    const { waitSeconds, respondAsync } = preferenceOf(headerOf(request, 'prefer'))
    if (respondAsync) return { headers: { 'preference-applied': 'respond-async' } }
    if (waitSeconds === undefined || typeof jobId !== 'string' || typeof appId !== 'string')
      return { headers: {} }
    const outcome = await jobEnd(plumbing, jobId, waitSeconds, () =>
      readRun(plumbing.services, context, appId, jobId),
    )
    if (outcome.kind === 'failed') return { headers: {} }
    const headers = { 'preference-applied': `wait=${waitSeconds}` }
    return hasEnded(outcome.view) ? { answer: shown(outcome), headers } : { headers }
  },
}
