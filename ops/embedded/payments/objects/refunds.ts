import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid } from '../core/errors.ts'
import type { Charge, Refund } from '../core/stored.ts'
import { operation } from '../http/operation.ts'
import { page } from '../http/listing.ts'
import { amount, expand, listing, metadata, text } from '../http/params.ts'
import { move } from './balance.ts'
import { cardBehind } from './customers.ts'

const withRefunded = (draft: Draft, charge: Charge, change: number): Charge => {
  const refunded = charge.amount_refunded + change
  return draft.put({
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  })
}

/** Money goes back to the card; what was refunded never exceeds what was captured. */
const refund = (
  draft: Draft,
  charge: Charge,
  amountOf: number,
  about: Pick<Refund, 'metadata' | 'reason'>,
): Refund => {
  const { refund: manner } = cardBehind(draft, charge.payment_method ?? '')
  const id = draft.id('re')
  const movement = move(draft, {
    amount: -amountOf,
    currency: charge.currency,
    type: 'refund',
    source: id,
  })
  const made = draft.put<Refund>({
    id,
    object: 'refund',
    created: draft.now,
    amount: amountOf,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    balance_transaction: movement.id,
    status: manner === 'pending' ? 'pending' : 'succeeded',
    ...about,
  })
  const refunded = withRefunded(draft, charge, amountOf)
  draft.emit('charge.refunded', refunded)
  draft.emit('refund.created', made)
  if (manner === 'fails') failRefund(draft, made)
  return made
}

/** The card's bank does not take it: the money is the platform's again. */
export const failRefund = (draft: Draft, made: Refund): Refund => {
  if (made.status === 'failed' || made.status === 'canceled') throw invalid('This refund is over.')
  const { currency, id, charge } = made
  move(draft, { amount: made.amount, currency, type: 'refund_failure', source: id })
  withRefunded(draft, draft.get('charge', charge), -made.amount)
  const failed = draft.put<Refund>({
    ...made,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  })
  draft.emit('refund.failed', failed)
  draft.emit('charge.refund.updated', failed)
  return failed
}

export const finishRefund = (draft: Draft, made: Refund): Refund => {
  if (made.status !== 'pending') throw invalid('This refund is over.')
  const done = draft.put<Refund>({ ...made, status: 'succeeded' })
  draft.emit('refund.updated', done)
  return done
}

const chargeOf = (draft: Draft, intent: string | undefined, id: string | undefined): Charge => {
  const latest =
    intent === undefined ? id : (draft.get('payment_intent', intent).latest_charge ?? undefined)
  if (latest === undefined)
    throw invalid('This payment has no successful charge to refund.', { param: 'payment_intent' })
  return draft.get('charge', latest)
}

export const refundOperations = [
  operation(
    'refunds.create',
    'POST',
    '/v1/refunds',
    z.strictObject({
      payment_intent: text.optional(),
      charge: text.optional(),
      amount: amount.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    (draft, params) => {
      const charge = chargeOf(draft, params.payment_intent, params.charge)
      if (!charge.captured)
        throw invalid('This payment has not been captured.', {
          code: 'payment_intent_unexpected_state',
        })
      const open = draft
        .all('dispute')
        .some(
          (one) => one.charge === charge.id && !one.is_charge_refundable && one.status !== 'won',
        )
      if (open)
        throw invalid('Charge has been charged back; cannot issue a refund.', {
          code: 'charge_disputed',
        })
      const left = charge.amount_captured - charge.amount_refunded
      if (left === 0)
        throw invalid('Charge has already been refunded.', { code: 'charge_already_refunded' })
      const wanted = params.amount ?? left
      if (wanted > left)
        throw invalid('Refund amount is greater than unrefunded amount on charge', {
          param: 'amount',
        })
      return refund(draft, charge, wanted, {
        metadata: params.metadata ?? {},
        reason: params.reason ?? null,
      })
    },
  ),
  operation(
    'refunds.list',
    'GET',
    '/v1/refunds',
    z.strictObject({ ...listing, payment_intent: text.optional(), charge: text.optional() }),
    (draft, params) =>
      page(
        draft
          .all('refund')
          .filter(
            (one) =>
              (params.charge ?? one.charge) === one.charge &&
              (params.payment_intent ?? one.payment_intent) === one.payment_intent,
          ),
        params,
        '/v1/refunds',
      ),
  ),
  operation(
    'refunds.get',
    'GET',
    '/v1/refunds/:id',
    z.strictObject({ expand: expand.optional() }),
    (draft, _, { id }) => draft.get('refund', id),
  ),
]
