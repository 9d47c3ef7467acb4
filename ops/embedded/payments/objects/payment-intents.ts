import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid } from '../core/errors.ts'
import type { PaymentIntent } from '../core/stored.ts'
import { operation } from '../http/operation.ts'
import { page } from '../http/listing.ts'
import { amount, bool, currency, expand, integer, listing, metadata, text } from '../http/params.ts'
import { cardBehind, methodOf } from './customers.ts'
import { capture, confirm } from './confirm.ts'
import { isLapsed, lapse } from './lapse.ts'

const unexpected = (intent: PaymentIntent, wish: string): Error =>
  invalid(`You cannot ${wish} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
  })

/** The method that an intent is paid by: of its customer, or not of anybody yet. */
const usable = (draft: Draft, id: string, customer: string | null) => {
  const method = methodOf(draft, id)
  if (method.customer !== null && method.customer !== customer)
    throw invalid('The PaymentMethod belongs to another customer.', { param: 'payment_method' })
  return method
}

const create = z.strictObject({
  amount,
  currency,
  customer: text.optional(),
  payment_method: text.optional(),
  allowed_payment_method_types: z.array(z.literal('card')).optional(),
  capture_method: z.enum(['automatic', 'manual']).optional(),
  confirm: bool.optional(),
  off_session: bool.optional(),
  return_url: text.optional(),
  metadata: metadata.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_group: text.optional(),
  expand: expand.optional(),
})

const confirmation = z.strictObject({
  payment_method: text.optional(),
  off_session: bool.optional(),
  return_url: text.optional(),
  expand: expand.optional(),
})

export const paymentIntentOperations = [
  operation(
    'payment_intents.create',
    'POST',
    '/v1/payment_intents',
    create,
    (draft, params, { manner, origin }) => {
      if (params.off_session === true && params.confirm !== true)
        throw invalid('off_session can only be used with confirm.', { executed: false })
      const customer = params.customer ?? null
      if (customer !== null) draft.get('customer', customer)
      const method =
        params.payment_method === undefined
          ? undefined
          : usable(draft, params.payment_method, customer)
      const id = draft.id('pi')
      const intent: PaymentIntent = {
        id,
        object: 'payment_intent',
        created: draft.now,
        amount: params.amount,
        currency: params.currency,
        metadata: params.metadata ?? {},
        status: method === undefined ? 'requires_payment_method' : 'requires_confirmation',
        amount_capturable: 0,
        amount_received: 0,
        capture_method: params.capture_method ?? 'automatic',
        client_secret: draft.secret(id),
        customer,
        payment_method: method?.id ?? null,
        payment_method_types: ['card'],
        latest_charge: null,
        last_payment_error: null,
        cancellation_reason: null,
        canceled_at: null,
        next_action: null,
        livemode: false,
        statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
        transfer_group: params.transfer_group ?? null,
      }
      draft.emit('payment_intent.created', draft.put(intent))
      if (params.confirm !== true) return intent
      if (method === undefined)
        throw invalid('You cannot confirm this PaymentIntent because it is missing a card.', {
          code: 'payment_intent_unexpected_state',
        })
      const offSession = params.off_session ?? false
      return confirm(draft, intent, { manner, origin, offSession, returnUrl: params.return_url })
    },
  ),
  operation(
    'payment_intents.confirm',
    'POST',
    '/v1/payment_intents/:id/confirm',
    confirmation,
    (draft, params, { id, manner, origin }) => {
      const intent = draft.get('payment_intent', id)
      if (
        !['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(
          intent.status,
        )
      )
        throw unexpected(intent, 'confirm')
      const methodId = params.payment_method ?? intent.payment_method
      if (methodId === null) throw unexpected(intent, 'confirm')
      const method = usable(draft, methodId, intent.customer)
      const offSession = params.off_session ?? false
      const chosen: PaymentIntent = { ...intent, payment_method: method.id }
      return confirm(draft, chosen, { manner, origin, offSession, returnUrl: params.return_url })
    },
  ),
  operation(
    'payment_intents.capture',
    'POST',
    '/v1/payment_intents/:id/capture',
    z.strictObject({ amount_to_capture: integer.optional(), expand: expand.optional() }),
    (draft, { amount_to_capture: wanted }, { id, manner }) => {
      const found = draft.get('payment_intent', id)
      const intent = isLapsed(draft, found) ? lapse(draft, found) : found
      if (intent.status !== 'requires_capture') throw unexpected(intent, 'capture')
      const taken = wanted ?? intent.amount_capturable
      if (taken < 1 || taken > intent.amount_capturable)
        throw invalid('The amount could not be captured: it is more than what is capturable.', {
          code: 'amount_too_large',
          param: 'amount_to_capture',
        })
      const charge = draft.get('charge', intent.latest_charge ?? '')
      const { dispute } = cardBehind(draft, intent.payment_method ?? '')
      const complaint =
        dispute ?? (manner.dispute === true ? { reason: 'fraudulent', inquiry: false } : undefined)
      return capture(draft, intent, charge, taken, complaint)
    },
  ),
  operation(
    'payment_intents.cancel',
    'POST',
    '/v1/payment_intents/:id/cancel',
    z.strictObject({
      cancellation_reason: z
        .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
        .optional(),
      expand: expand.optional(),
    }),
    (draft, params, { id }) => {
      const intent = draft.get('payment_intent', id)
      if (['succeeded', 'canceled', 'processing'].includes(intent.status))
        throw unexpected(intent, 'cancel')
      return lapse(draft, intent, params.cancellation_reason ?? null)
    },
  ),
  operation(
    'payment_intents.list',
    'GET',
    '/v1/payment_intents',
    z.strictObject({ ...listing, customer: text.optional() }),
    (draft, params) =>
      page(
        draft
          .all('payment_intent')
          .filter(({ customer }) => (params.customer ?? customer) === customer),
        params,
        '/v1/payment_intents',
      ),
  ),
  operation(
    'payment_intents.get',
    'GET',
    '/v1/payment_intents/:id',
    z.strictObject({ expand: expand.optional(), client_secret: text.optional() }),
    (draft, _, { id }) => draft.get('payment_intent', id),
  ),
  operation(
    'charges.get',
    'GET',
    '/v1/charges/:id',
    z.strictObject({ expand: expand.optional() }),
    (draft, _, { id }) => draft.get('charge', id),
  ),
]
