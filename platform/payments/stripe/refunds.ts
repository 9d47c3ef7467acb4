import type Stripe from 'stripe'
import type { ProviderRefund } from '../objects.ts'
import type { Found, Outcome } from '../outcome.ts'
import type { PaymentProvider } from '../port.ts'
import { chargedOf, madeSince } from './amounts.ts'
import { ask, listed, look, lookThrough } from './asking.ts'
import { didNotHappen } from './failures.ts'
import { disputeOf, refundOf } from './read-movement.ts'

const outcomeOf = (value: ProviderRefund): Outcome<ProviderRefund> => {
  switch (value.state) {
    case 'SUCCEEDED':
      return { kind: 'succeeded', value }
    case 'PENDING':
      return { kind: 'pending', value }
    case 'REQUIRES_ACTION':
      return { kind: 'requiresAction', value }
    case 'FAILED':
    case 'CANCELLED':
      return {
        kind: 'declined',
        decline: {
          code: 'OTHER',
          providerCode: value.failureReason ?? value.rawState,
          message: 'The refund did not reach the card.',
          retriable: false,
        },
        value,
      }
  }
}

/** All of a listing that is bounded by its payment, or unanswered. */
const whole = async <Raw, Value>(
  list: () => AsyncIterable<Raw>,
  read: (raw: Raw) => Value,
): Promise<Found<readonly Value[]>> => {
  const value: Value[] = []
  const ended = await lookThrough(list, (raw) => {
    value.push(read(raw))
    return undefined
  })
  return ended.kind === 'unanswered' ? ended : { kind: 'found', value }
}

export const stripeRefunds = (stripe: Stripe): PaymentProvider['refunds'] => ({
  create: async ({ key, refundId, paymentId, providerPaymentId, amount }) => {
    const charged = chargedOf(amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${amount.amount} ${amount.asset}`)
    return ask(
      () =>
        stripe.refunds.create(
          {
            payment_intent: providerPaymentId,
            amount: charged.amount,
            metadata: { refundId, paymentId },
          },
          { idempotencyKey: key },
        ),
      (refund) =>
        refund.metadata?.['refundId'] === refundId && refund.amount === charged.amount
          ? outcomeOf(refundOf(refund))
          : undefined,
    )
  },
  get: (id) =>
    look(
      () => stripe.refunds.retrieve(id),
      (refund) => (refund.id === id ? refundOf(refund) : undefined),
    ),
  find: ({ refundId, providerPaymentId }) =>
    lookThrough(
      () => stripe.refunds.list({ payment_intent: providerPaymentId, limit: 100 }),
      (refund) => (refund.metadata?.['refundId'] === refundId ? refundOf(refund) : undefined),
    ),
  list: (providerPaymentId) =>
    whole(() => stripe.refunds.list({ payment_intent: providerPaymentId, limit: 100 }), refundOf),
  listSince: ({ since }) => listed(() => stripe.refunds.list(madeSince(since)), refundOf),
})

export const stripeDisputes = (stripe: Stripe): PaymentProvider['disputes'] => ({
  get: (id) =>
    look(
      () => stripe.disputes.retrieve(id),
      (dispute) => (dispute.id === id ? disputeOf(dispute) : undefined),
    ),
  list: (providerPaymentId) =>
    whole(() => stripe.disputes.list({ payment_intent: providerPaymentId, limit: 100 }), disputeOf),
  listSince: ({ since }) => listed(() => stripe.disputes.list(madeSince(since)), disputeOf),
})
