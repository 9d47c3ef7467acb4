import type Stripe from 'stripe'
import type {
  MethodSetup,
  MethodSetupState,
  ProviderPayment,
  ProviderPaymentState,
  SavedMethod,
} from '../objects.ts'
import { instantOf, moneyOf } from './amounts.ts'

/** The provider gives an id, or the object itself, or nothing. */
export const idOf = (
  given: string | { readonly id: string } | null | undefined,
): { readonly id?: string } =>
  given === null || given === undefined ? {} : { id: typeof given === 'string' ? given : given.id }

export const optional = <Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { readonly [N in Name]?: Value } =>
  // A computed key loses its name on the way.
  (value === null || value === undefined || value === '' ? {} : { [name]: value }) as {
    readonly [N in Name]?: Value
  }

const setupStates: Readonly<Record<string, MethodSetupState>> = {
  requires_payment_method: 'REQUIRES_PAYMENT_METHOD',
  requires_confirmation: 'REQUIRES_CONFIRMATION',
  requires_action: 'REQUIRES_ACTION',
  processing: 'PROCESSING',
  succeeded: 'SUCCEEDED',
  canceled: 'CANCELLED',
}

/** A state that nobody here knows yet is on its way to one that we do: nothing is decided by it. */
export const paymentState = (raw: string): ProviderPaymentState =>
  raw === 'requires_capture'
    ? 'REQUIRES_CAPTURE'
    : ((Object.hasOwn(setupStates, raw) ? setupStates[raw] : undefined) ?? 'PROCESSING')

const setupState = (raw: string): MethodSetupState =>
  (Object.hasOwn(setupStates, raw) ? setupStates[raw] : undefined) ?? 'PROCESSING'

const chargeOf = ({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | undefined =>
  charge !== null && typeof charge === 'object' ? charge : undefined

const feeOf = (intent: Stripe.PaymentIntent) => {
  const movement = chargeOf(intent)?.balance_transaction
  return movement !== null && typeof movement === 'object'
    ? moneyOf(movement.fee, movement.currency)
    : undefined
}

const captureBefore = (intent: Stripe.PaymentIntent): string | undefined => {
  const before = chargeOf(intent)?.payment_method_details?.card?.capture_before
  return before === undefined ? undefined : instantOf(before)
}

const actionOf = (intent: Stripe.PaymentIntent): ProviderPayment['action'] => {
  const { client_secret: clientSecret, next_action: next } = intent
  if (clientSecret === null) return undefined
  return { clientSecret, ...optional('url', next?.redirect_to_url?.url) }
}

const failureOf = ({ last_payment_error: error }: Stripe.PaymentIntent) =>
  error === null
    ? undefined
    : {
        code: error.code ?? error.type,
        ...optional('declineCode', error.decline_code),
        message: error.message ?? '',
      }

/** What waits for the customer, or for a card, is told how to go on. */
const isUnfinished = (state: ProviderPaymentState): boolean =>
  state.startsWith('REQUIRES_') && state !== 'REQUIRES_CAPTURE'

/** To be read whole, a payment intent has `latest_charge.balance_transaction` expanded. */
export const paymentOf = (intent: Stripe.PaymentIntent): ProviderPayment => {
  const { currency, metadata } = intent
  const state = paymentState(intent.status)
  return {
    id: intent.id,
    ...optional('paymentId', metadata['paymentId']),
    ...optional('organisation', metadata['organisation']),
    state,
    rawState: intent.status,
    capture: intent.capture_method === 'manual' ? 'MANUAL' : 'AUTOMATIC',
    amount: moneyOf(intent.amount, currency),
    capturable: moneyOf(intent.amount_capturable, currency),
    captured: moneyOf(intent.amount_received, currency),
    ...optional('fee', feeOf(intent)),
    ...optional('chargeId', idOf(intent.latest_charge).id),
    ...optional('customerId', idOf(intent.customer).id),
    ...optional('methodId', idOf(intent.payment_method).id),
    ...optional('captureBefore', captureBefore(intent)),
    ...optional('action', isUnfinished(state) ? actionOf(intent) : undefined),
    ...optional('failure', failureOf(intent)),
    ...optional('cancellationReason', intent.cancellation_reason),
    createdAt: instantOf(intent.created),
  }
}

export const methodOf = (method: Stripe.PaymentMethod): SavedMethod | undefined => {
  const { card } = method
  if (card === undefined) return undefined
  return {
    id: method.id,
    ...optional('customerId', idOf(method.customer).id),
    brand: card.brand,
    last4: card.last4,
    expiryMonth: card.exp_month,
    expiryYear: card.exp_year,
    ...optional('country', card.country),
  }
}

export const setupOf = (intent: Stripe.SetupIntent): MethodSetup => ({
  id: intent.id,
  state: setupState(intent.status),
  ...optional('customerId', idOf(intent.customer).id),
  ...optional('methodId', idOf(intent.payment_method).id),
  ...optional('clientSecret', intent.client_secret),
})
