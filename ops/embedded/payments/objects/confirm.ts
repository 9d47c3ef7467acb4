import type { Draft } from '../core/draft.ts'
import type { Charge, LastError, NextAction, PaymentIntent } from '../core/stored.ts'
import type { Answer } from '../core/world.ts'
import type { Manner } from '../http/operation.ts'
import { feeOf, move } from './balance.ts'
import type { Card } from './cards.ts'
import { cardBehind } from './customers.ts'
import { declineError } from './decline.ts'
import { openDispute } from './disputes.ts'

/** An authorisation that is not captured lapses after so long. */
export const authorisationSeconds = 7 * 86_400

type Attempt = {
  readonly manner: Manner
  readonly offSession: boolean
  readonly returnUrl: string | undefined
  readonly origin: string
}

const newCharge = (draft: Draft, intent: PaymentIntent, failure?: LastError): Charge => {
  const { amount, currency, metadata, customer, payment_method: method, id } = intent
  const manual = intent.capture_method === 'manual' && failure === undefined
  return draft.put({
    id: draft.id('ch'),
    object: 'charge',
    created: draft.now,
    amount,
    currency,
    metadata,
    customer,
    payment_intent: id,
    payment_method: method,
    status: failure === undefined ? 'succeeded' : 'failed',
    paid: failure === undefined,
    amount_captured: 0,
    amount_refunded: 0,
    captured: false,
    refunded: false,
    disputed: false,
    balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    livemode: false,
    payment_method_details: {
      type: 'card',
      card: manual ? { capture_before: draft.now + authorisationSeconds } : {},
    },
  })
}

/** The bank's no: the intent waits for another card. */
export const refuse = (draft: Draft, intent: PaymentIntent, error: LastError): Answer => {
  const charge = newCharge(draft, intent, error)
  const failed = draft.put({
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: charge.id,
    last_payment_error: error,
  })
  draft.emit('charge.failed', charge)
  draft.emit('payment_intent.payment_failed', failed)
  return {
    status: 402,
    body: { error: { ...error, charge: charge.id, payment_intent: failed } },
  }
}

/** Takes money of a charge; what was authorised beyond it is let go. */
export const capture = (
  draft: Draft,
  intent: PaymentIntent,
  charge: Charge,
  amount: number,
  dispute: Card['dispute'],
): PaymentIntent => {
  const fee = feeOf(amount)
  const movement = move(draft, {
    amount,
    currency: intent.currency,
    type: 'charge',
    source: charge.id,
    fee,
  })
  const captured = draft.put({
    ...charge,
    captured: true,
    amount_captured: amount,
    balance_transaction: movement.id,
  })
  const done = draft.put({
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    latest_charge: captured.id,
    next_action: null,
  })
  draft.emit(charge.id === intent.latest_charge ? 'charge.captured' : 'charge.succeeded', captured)
  draft.emit('payment_intent.succeeded', done)
  if (dispute !== undefined) openDispute(draft, captured, { ...dispute, amount })
  return done
}

/** Nobody stands in the way any longer: the bank is asked. */
export const charge = (draft: Draft, intent: PaymentIntent, manner: Manner): Answer => {
  const card = cardBehind(draft, intent.payment_method ?? '')
  const { decline, dispute } = card
  if (decline !== undefined || manner.decline !== undefined)
    return refuse(draft, intent, declineError(decline, manner.decline))
  const disputed =
    dispute ?? (manner.dispute === true ? { reason: 'fraudulent', inquiry: false } : undefined)
  const cleared = { ...intent, last_payment_error: null, next_action: null }
  if (card.processing === true || manner.processing === true)
    return waiting(draft, { ...cleared, status: 'processing' }, 'payment_intent.processing')
  return settle(draft, cleared, disputed)
}

/** The bank has said yes. */
export const settle = (draft: Draft, intent: PaymentIntent, dispute: Card['dispute']): Answer => {
  const made = newCharge(draft, intent)
  if (intent.capture_method === 'automatic')
    return { status: 200, body: capture(draft, intent, made, intent.amount, dispute) }
  const held = draft.put({
    ...intent,
    status: 'requires_capture',
    amount_capturable: intent.amount,
    latest_charge: made.id,
    next_action: null,
  })
  draft.emit('charge.succeeded', made)
  draft.emit('payment_intent.amount_capturable_updated', held)
  return { status: 200, body: held }
}

const waiting = (draft: Draft, intent: PaymentIntent, event: string): Answer => {
  draft.put(intent)
  draft.emit(event, intent)
  return { status: 200, body: intent }
}

export const actionFor = (
  id: string,
  kind: 'payment_intents' | 'setup_intents',
  origin: string,
  returnUrl: string | undefined,
): NextAction =>
  returnUrl === undefined
    ? { type: 'use_stripe_sdk' }
    : {
        type: 'redirect_to_url',
        redirect_to_url: {
          url: `${origin}/_simulator/pages/${kind}/${id}`,
          return_url: returnUrl,
        },
      }

/** Whether the card's bank wants to hear the customer first. */
const asksCustomer = (draft: Draft, intent: PaymentIntent, attempt: Attempt): boolean => {
  const { authentication } = cardBehind(draft, intent.payment_method ?? '')
  const agreed = draft.hidden(intent.payment_method ?? '').authenticated === true
  return (
    attempt.manner.requireAction === true ||
    authentication === 'always' ||
    (authentication === 'unlessSetUp' && !(agreed && attempt.offSession))
  )
}

/** Confirms an intent that has its card. */
export const confirm = (draft: Draft, intent: PaymentIntent, attempt: Attempt): Answer => {
  const { manner, offSession, returnUrl, origin } = attempt
  if (!asksCustomer(draft, intent, attempt)) return charge(draft, intent, manner)
  if (offSession)
    return refuse(draft, intent, {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
      message: 'Your card was declined. This transaction requires authentication.',
    })
  const next_action = actionFor(intent.id, 'payment_intents', origin, returnUrl)
  return waiting(
    draft,
    { ...intent, status: 'requires_action', next_action },
    'payment_intent.requires_action',
  )
}
