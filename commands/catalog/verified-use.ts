import type { VerifiedUse } from '../../domain/catalog/review-events.ts'
import { job } from '../../domain/jobs/job.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import type { CommandTools } from '../shared/tools.ts'

const unverified = reject('USE_NOT_VERIFIED', 'This does not show that you have used the app.')

/** Nothing when the author has used the app: asked of the log itself, which is never behind. */
export const refusedUse = async (
  { load }: CommandTools,
  use: VerifiedUse,
  appId: string,
  author: string,
): Promise<Rejection | undefined> => {
  switch (use.kind) {
    case 'SUBSCRIPTION': {
      const { state } = await load(subscription, use.subscriptionId)
      const isTheirs =
        state.kind === 'existing' && state.appId === appId && state.subscriber === author
      return isTheirs && state.wasActive ? undefined : unverified
    }
    case 'JOB': {
      const { state } = await load(job, use.jobId)
      if (state.kind === 'absent') return unverified
      const { submission, status } = state
      const isTheirs = submission.app?.appId === appId && submission.user === author
      return isTheirs && status === 'COMPLETED' ? undefined : unverified
    }
    default:
      return exhausted(use)
  }
}
