import type { JobSubmission } from '../../domain/jobs/job-events.ts'
import type { Money } from '../../domain/shared/money.ts'
import type { SagaAction } from '../runtime/saga.ts'
import type { JobEffect } from './effects.ts'
import type { JobExecution } from './state.ts'

type Action = SagaAction<JobEffect>
const request = (effect: JobEffect): Action => ({ do: 'request', effect })

/** The card is asked for the maximum; nothing is taken before it is known what the job has used. */
export const requestPayment = (
  { jobId, organisation, user, maximumCost }: JobSubmission,
  payWith: NonNullable<JobSubmission['payWith']>,
): Action =>
  request({
    kind: 'requestPayment',
    ...{ jobId, organisation, user },
    amount: maximumCost,
    ...payWith,
  })

/** The authorisation is given back: nothing was used, or there is no hold that it could back. */
export const releaseCard = (state: JobExecution): readonly Action[] => {
  const { card, submission, end } = state
  return card !== 'OPEN' || submission === undefined
    ? []
    : [
        request({
          kind: 'cancelPayment',
          jobId: submission.jobId,
          reason: end?.ending ?? 'RELEASED',
        }),
      ]
}

/** Of what was authorised the card pays what the hold was captured for. */
export const captureCard = (
  { card, submission }: JobExecution,
  charged: Money,
): readonly Action[] =>
  card !== 'OPEN' || submission === undefined
    ? []
    : [request({ kind: 'capturePayment', jobId: submission.jobId, amount: charged })]

/** The authorisation lapsed before it was used: what was captured of the hold is owed. */
export const cardFailed = (
  { submission }: JobExecution,
  charged: Money | undefined,
): readonly Action[] =>
  submission === undefined || charged === undefined
    ? []
    : [
        request({
          kind: 'failCardCapture',
          jobId: submission.jobId,
          organisation: submission.organisation,
          amount: charged,
        }),
      ]
