import type Stripe from 'stripe'
import type { ProviderPayment } from '../objects.ts'
import type { Outcome } from '../outcome.ts'
import type { PaymentProvider } from '../port.ts'
import { chargedOf, madeSince } from './amounts.ts'
import { ask, listed, look, lookThrough } from './asking.ts'
import { declineOf } from './declines.ts'
import { didNotHappen } from './failures.ts'
import { paymentOf } from './read-payment.ts'

const expand = ['latest_charge.balance_transaction']

/** What the state of a payment intent says about the request that it answers. */
const outcomeOf = (
  payment: ProviderPayment,
  wanted: 'created' | 'captured' | 'cancelled',
): Outcome<ProviderPayment> => {
  const value = payment
  switch (payment.state) {
    case 'SUCCEEDED':
      return wanted === 'cancelled'
        ? didNotHappen('STATE_CONFLICT', 'The payment has succeeded.')
        : { kind: 'succeeded', value }
    case 'REQUIRES_CAPTURE':
      return wanted === 'created' ? { kind: 'succeeded', value } : { kind: 'pending', value }
    case 'CANCELLED':
      return wanted === 'cancelled'
        ? { kind: 'succeeded', value }
        : didNotHappen('STATE_CONFLICT', 'The payment is cancelled.')
    case 'PROCESSING':
      return { kind: 'pending', value }
    case 'REQUIRES_ACTION':
      return { kind: 'requiresAction', value }
    case 'REQUIRES_CONFIRMATION':
    case 'REQUIRES_PAYMENT_METHOD': {
      const { failure } = payment
      if (failure === undefined) return { kind: 'requiresAction', value }
      const { code, declineCode, message } = failure
      return {
        kind: 'declined',
        decline: declineOf({ code, decline_code: declineCode, message }),
        value,
      }
    }
  }
}

/** A decline names the intent that it left behind; one that holds or has taken money was not declined. */
const declined = (
  { payment_intent: intent }: Stripe.errors.StripeError,
  isOurs: (intent: Stripe.PaymentIntent) => boolean,
): ProviderPayment | undefined =>
  intent === undefined ||
  !isOurs(intent) ||
  intent.amount_capturable > 0 ||
  intent.amount_received > 0
    ? undefined
    : paymentOf(intent)

export const stripePayments = (stripe: Stripe): PaymentProvider['payments'] => ({
  create: async (order) => {
    const { key, paymentId, organisation, methodId, capture } = order
    const charged = chargedOf(order.amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${order.amount.amount} ${order.amount.asset}`)
    const isOurs = (intent: Stripe.PaymentIntent): boolean =>
      intent.metadata['paymentId'] === paymentId &&
      intent.amount === charged.amount &&
      intent.currency === charged.currency
    return ask(
      () =>
        stripe.paymentIntents.create(
          {
            ...charged,
            customer: order.customerId,
            allowed_payment_method_types: ['card'],
            capture_method: capture === 'MANUAL' ? 'manual' : 'automatic',
            metadata: { paymentId, organisation },
            expand,
            ...(order.statementSuffix === undefined
              ? {}
              : { statement_descriptor_suffix: order.statementSuffix }),
            ...(methodId === undefined
              ? {}
              : {
                  payment_method: methodId,
                  confirm: true,
                  ...(order.offSession ? { off_session: true } : {}),
                  ...(order.returnUrl === undefined ? {} : { return_url: order.returnUrl }),
                }),
          },
          { idempotencyKey: key },
        ),
      (intent) => (isOurs(intent) ? outcomeOf(paymentOf(intent), 'created') : undefined),
      (error) => declined(error, isOurs),
    )
  },
  confirm: ({ key, id, methodId, offSession, returnUrl }) =>
    ask(
      () =>
        stripe.paymentIntents.confirm(
          id,
          {
            expand,
            ...(methodId === undefined ? {} : { payment_method: methodId }),
            ...(offSession ? { off_session: true } : {}),
            ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
          },
          { idempotencyKey: key },
        ),
      (intent) => (intent.id === id ? outcomeOf(paymentOf(intent), 'created') : undefined),
      (error) => declined(error, (intent) => intent.id === id),
    ),
  capture: async ({ key, id, amount }) => {
    const charged = chargedOf(amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${amount.amount} ${amount.asset}`)
    return ask(
      () =>
        stripe.paymentIntents.capture(
          id,
          { amount_to_capture: charged.amount, expand },
          { idempotencyKey: key },
        ),
      (intent) => {
        if (intent.id !== id || intent.currency !== charged.currency) return undefined
        const isDone = intent.status === 'succeeded' && intent.amount_received === charged.amount
        return isDone || intent.status === 'processing'
          ? outcomeOf(paymentOf(intent), 'captured')
          : undefined
      },
      (error) => declined(error, (intent) => intent.id === id),
    )
  },
  cancel: ({ key, id }) =>
    ask(
      () => stripe.paymentIntents.cancel(id, { expand }, { idempotencyKey: key }),
      (intent) => (intent.id === id ? outcomeOf(paymentOf(intent), 'cancelled') : undefined),
    ),
  get: (id) =>
    look(
      () => stripe.paymentIntents.retrieve(id, { expand }),
      (intent) => (intent.id === id ? paymentOf(intent) : undefined),
    ),
  find: ({ paymentId, customerId, since }) =>
    lookThrough(
      () =>
        stripe.paymentIntents.list({
          ...madeSince(since),
          expand: expand.map((path) => `data.${path}`),
          ...(customerId === undefined ? {} : { customer: customerId }),
        }),
      (intent) => (intent.metadata['paymentId'] === paymentId ? paymentOf(intent) : undefined),
    ),
  listSince: ({ since }) =>
    listed(
      () =>
        stripe.paymentIntents.list({
          ...madeSince(since),
          expand: expand.map((path) => `data.${path}`),
        }),
      paymentOf,
    ),
})
