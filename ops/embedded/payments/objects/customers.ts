import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid, missing } from '../core/errors.ts'
import type { Customer, PaymentMethod } from '../core/stored.ts'
import { operation } from '../http/operation.ts'
import { page } from '../http/listing.ts'
import { expand, listing, metadata, text } from '../http/params.ts'
import { cardOf, type Card } from './cards.ts'
import { declineAnswer } from './decline.ts'

/** The card behind a payment method of this simulator. */
export const cardBehind = (draft: Draft, methodId: string): Card => {
  const card = cardOf(draft.hidden(methodId).card ?? '')
  if (card === undefined) throw missing('PaymentMethod', methodId)
  return card
}

/** The payment method of an id; a test card's name makes a new one, as it does at the vendor. */
export const methodOf = (draft: Draft, id: string): PaymentMethod => {
  const card = cardOf(id)
  if (card === undefined) return draft.get('payment_method', id)
  const made: PaymentMethod = {
    id: draft.id('pm'),
    object: 'payment_method',
    created: draft.now,
    metadata: {},
    type: 'card',
    customer: null,
    livemode: false,
    card: {
      brand: card.brand,
      last4: card.last4,
      exp_month: 12,
      exp_year: new Date(draft.now * 1000).getUTCFullYear() + 3,
      country: card.country ?? 'US',
      funding: 'credit',
    },
  }
  return draft.put(made, { card: id })
}

const customersMethods = (draft: Draft, customer: string): PaymentMethod[] =>
  draft.all('payment_method').filter((method) => method.customer === customer)

export const attachTo = (draft: Draft, method: PaymentMethod, customer: string): PaymentMethod => {
  draft.get('customer', customer)
  if (method.customer === customer) return method
  if (method.customer !== null)
    throw invalid('The payment method you provided has already been attached to a customer.')
  const attached = { ...method, customer }
  draft.put(attached)
  draft.emit('payment_method.attached', attached)
  return attached
}

const methodsListing = z.strictObject({ ...listing, type: z.literal('card').optional() })

export const customerOperations = [
  operation(
    'customers.create',
    'POST',
    '/v1/customers',
    z.strictObject({
      email: text.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    (draft, params) => {
      const customer: Customer = {
        id: draft.id('cus'),
        object: 'customer',
        created: draft.now,
        metadata: params.metadata ?? {},
        email: params.email ?? null,
        livemode: false,
      }
      draft.emit('customer.created', draft.put(customer))
      return customer
    },
  ),
  operation('customers.list', 'GET', '/v1/customers', z.strictObject(listing), (draft, params) =>
    page(draft.all('customer'), params, '/v1/customers'),
  ),
  operation('customers.get', 'GET', '/v1/customers/:id', z.strictObject({}), (draft, _, { id }) =>
    draft.get('customer', id),
  ),
  operation(
    'customers.methods',
    'GET',
    '/v1/customers/:id/payment_methods',
    methodsListing,
    (draft, params, { id }) =>
      page(
        customersMethods(draft, draft.get('customer', id).id),
        params,
        `/v1/customers/${id}/payment_methods`,
      ),
  ),
  operation(
    'payment_methods.get',
    'GET',
    '/v1/payment_methods/:id',
    z.strictObject({}),
    (draft, _, { id }) => draft.get('payment_method', id),
  ),
  operation(
    'payment_methods.attach',
    'POST',
    '/v1/payment_methods/:id/attach',
    z.strictObject({ customer: text }),
    (draft, { customer }, { id, manner }) => {
      const method = methodOf(draft, id)
      const { decline, refusesSaving = false } = cardBehind(draft, method.id)
      if (manner.decline !== undefined || (decline !== undefined && refusesSaving))
        return declineAnswer(decline, manner.decline, {})
      return attachTo(draft, method, customer)
    },
  ),
  operation(
    'payment_methods.detach',
    'POST',
    '/v1/payment_methods/:id/detach',
    z.strictObject({}),
    (draft, _, { id }) => {
      const method = draft.get('payment_method', id)
      if (method.customer === null)
        throw invalid('The payment method you provided is not attached to a customer.')
      const detached = { ...method, customer: null }
      draft.put(detached)
      draft.emit('payment_method.detached', detached)
      return detached
    },
  ),
]
