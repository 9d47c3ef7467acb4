import Stripe from 'stripe'
import type { Outcome, Refusal, RefusalCode } from '../outcome.ts'
import { declineOf } from './declines.ts'

type Failure = Exclude<
  Outcome<never>,
  { readonly kind: 'succeeded' | 'pending' | 'requiresAction' }
>

const unknown = (
  reason: Extract<Failure, { kind: 'unknown' }>['reason'],
  detail: string,
): Failure => ({ kind: 'unknown', reason, detail: detail.slice(0, 500) })

export const didNotHappen = (code: RefusalCode, detail: string, retriable = false): Failure => ({
  kind: 'didNotHappen',
  refusal: { code, detail: detail.slice(0, 500), retriable } satisfies Refusal,
})

const byCode: Readonly<Record<string, RefusalCode>> = {
  resource_missing: 'NOT_FOUND',
  amount_too_large: 'AMOUNT_TOO_LARGE',
  balance_insufficient: 'BALANCE_INSUFFICIENT',
  payment_intent_unexpected_state: 'STATE_CONFLICT',
  setup_intent_unexpected_state: 'STATE_CONFLICT',
  charge_already_refunded: 'AMOUNT_TOO_LARGE',
  charge_disputed: 'STATE_CONFLICT',
  charge_expired_for_capture: 'STATE_CONFLICT',
  insufficient_capabilities_for_transfer: 'STATE_CONFLICT',
  payouts_not_allowed: 'STATE_CONFLICT',
}

const refusedAs = (error: Stripe.errors.StripeError): RefusalCode => {
  const { code = '', param, statusCode } = error
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined
  if (known !== undefined) return known
  if (statusCode === 404) return 'NOT_FOUND'
  return param === 'amount' && /greater than/.test(error.message)
    ? 'AMOUNT_TOO_LARGE'
    : 'INVALID_REQUEST'
}

type Attempts = { readonly unanswered: number; readonly unconnected: number }

/**
 * What a call that threw came to.
 *
 * - 402: a bank, or the provider's rules, said no: declined.
 * - 400, 404: what the request asks for was not done. An answer of these comes from where keys are kept, so it speaks for
 *   every attempt under the key.
 * - 409, and a key in use: another attempt is under way: unknown.
 * - 401, 403, 429: given before keys are looked at. Nothing was done by this attempt; after an attempt that was not answered
 *   that proves nothing: unknown.
 * - 5xx, no answer in time, an answer that breaks off or is not readable: unknown.
 * - No attempt ever connected: it did not happen.
 */
export const failureOf = (error: unknown, attempts: Attempts): Failure => {
  const proven = attempts.unanswered === 0
  if (error instanceof Stripe.errors.StripeCardError)
    return { kind: 'declined', decline: declineOf(error) }
  if (error instanceof Stripe.errors.StripeIdempotencyError)
    return error.code === 'idempotency_key_in_use'
      ? unknown('KEY_IN_USE', error.message)
      : didNotHappen('KEY_REUSED', error.message)
  if (error instanceof Stripe.errors.StripeInvalidRequestError)
    return didNotHappen(refusedAs(error), error.message)
  if (error instanceof Stripe.errors.StripeRateLimitError)
    return proven
      ? didNotHappen('RATE_LIMITED', error.message, true)
      : unknown('CONNECTION_LOST', error.message)
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  )
    return proven
      ? didNotHappen('NOT_AUTHORISED', error.message)
      : unknown('CONNECTION_LOST', error.message)
  if (error instanceof Stripe.errors.StripeConnectionError) {
    if (proven && attempts.unconnected > 0) return didNotHappen('UNREACHABLE', error.message, true)
    const timedOut = /timeout/i.test(error.message)
    return unknown(timedOut ? 'TIMED_OUT' : 'CONNECTION_LOST', error.message)
  }
  if (error instanceof Stripe.errors.StripeAPIError) {
    if (error.statusCode === 409) return unknown('KEY_IN_USE', error.message)
    return unknown(
      error.statusCode === undefined ? 'ANSWER_UNREADABLE' : 'PROVIDER_FAILED',
      error.message,
    )
  }
  throw error
}
