import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { money } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import type { Operation } from './payment-events.ts'
import {
  isEnded,
  ownerOf,
  statusOf,
  type ExistingPayment,
  type PaymentEvent,
} from './payment-state.ts'

/** After so many declines a payment is made anew, if at all. */
export const mostAttempts = 10

export const outcomeUnknown = () =>
  reject(
    'PAYMENT_OUTCOME_UNKNOWN',
    'The payment provider has not said yet what came of the last request.',
  )

const illegal = (state: ExistingPayment, what: string) =>
  reject('ILLEGAL_PAYMENT_TRANSITION', `A payment that is ${statusOf(state)} can't be ${what}.`)

export const requestConfirmation = (
  state: ExistingPayment,
  methodId: string,
  { now: at, id }: DecisionMeta,
): Decision<PaymentEvent> => {
  if (state.unknown !== undefined) return outcomeUnknown()
  if (state.standing !== 'REQUIRES_PAYMENT_METHOD' || state.cancellation !== undefined)
    return illegal(state, 'confirmed')
  if (state.attempts.length >= mostAttempts)
    return reject('LIMIT_REACHED', `A payment is tried ${mostAttempts} times at most.`)
  const data = { ...ownerOf(state), attemptId: id('attempt'), methodId, at }
  return [{ type: 'PaymentConfirmationRequested', data }]
}

export const requestCapture = (
  state: ExistingPayment,
  amount: bigint,
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> => {
  if (state.captureRequested === amount) return []
  const isOpen = state.captureRequested === undefined && state.cancellation === undefined
  if (state.standing !== 'REQUIRES_CAPTURE' || !isOpen) return illegal(state, 'captured')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'What is captured is more than nothing.')
  if (amount > state.authorised)
    return reject('CAPTURE_ABOVE_HOLD', 'More than was authorised cannot be captured.')
  const data = { ...ownerOf(state), amount: money(amount, state.asset), at }
  return [{ type: 'PaymentCaptureRequested', data }]
}

type Cancellation = { readonly reason: string; readonly unlessAuthorised?: true }

export const requestCancellation = (
  state: ExistingPayment,
  { reason, unlessAuthorised }: Cancellation,
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> => {
  const isTooLate = isEnded(state) || state.standing === 'REQUIRES_CAPTURE'
  if (unlessAuthorised === true && isTooLate) return []
  if (state.cancellation !== undefined || state.standing === 'CANCELLED') return []
  if (isEnded(state) || state.captureRequested !== undefined) return illegal(state, 'cancelled')
  return [{ type: 'PaymentCancellationRequested', data: { ...ownerOf(state), reason, at } }]
}

type Asked = { readonly operation: Operation }

/** Said once, until it is known: a second unknown of the same operation is no news. */
export const recordUnknown = (
  state: ExistingPayment,
  { operation, reason }: Asked & { readonly reason: string },
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> =>
  state.unknown?.operation === operation || isEnded(state)
    ? []
    : [
        {
          type: 'PaymentUnknown',
          data: { ...ownerOf(state), operation, reason: reason.slice(0, 500), at },
        },
      ]

/** What was never made at the provider ends here; anything else is as the provider shows it. */
export const recordRefusal = (
  state: ExistingPayment,
  { operation, code }: Asked & { readonly code: string },
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> => {
  const owner = ownerOf(state)
  const resolved: readonly PaymentEvent[] =
    state.unknown?.operation === operation
      ? [{ type: 'PaymentResolved', data: { ...owner, operation, happened: false, at } }]
      : []
  const neverMade = operation === 'CREATE' && state.reference === undefined && !isEnded(state)
  const reason = state.cancellation ?? code
  return neverMade
    ? [
        ...resolved,
        { type: 'PaymentCancelled', data: { ...owner, reason: reason.slice(0, 80), at } },
      ]
    : resolved
}
