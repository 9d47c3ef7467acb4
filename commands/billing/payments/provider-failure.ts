import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Outcome } from '../../../platform/payments/outcome.ts'

export const providerAway = (detail: string): Failure => ({
  code: 'UNAVAILABLE',
  detail: `The payment provider does not answer: ${detail}`.slice(0, 500),
})

/** What a caller is told when the provider has not done what a command needs at once. The same request may be sent again. */
export const refusalOf = (
  outcome: Exclude<Outcome<unknown>, { kind: 'succeeded' | 'pending' | 'requiresAction' }>,
): Rejection | Failure => {
  switch (outcome.kind) {
    case 'declined':
      return reject('PAYMENT_METHOD_REFUSED', `The card was refused: ${outcome.decline.code}.`)
    case 'didNotHappen':
      return outcome.refusal.retriable
        ? providerAway(outcome.refusal.code)
        : reject('PAYMENT_METHOD_REFUSED', `The provider refused it: ${outcome.refusal.code}.`)
    case 'unknown':
      return providerAway(outcome.reason)
  }
}
