import type Stripe from 'stripe'
import type { MethodSetup } from '../objects.ts'
import type { Found, Outcome } from '../outcome.ts'
import type { PaymentProvider } from '../port.ts'
import { madeSince } from './amounts.ts'
import { ask, look, lookThrough } from './asking.ts'
import { idOf, methodOf, setupOf } from './read-payment.ts'

export const stripeCustomers = (stripe: Stripe): PaymentProvider['customers'] => {
  const read = ({ id }: Stripe.Customer, organisation: string) => ({ id, organisation })
  return {
    create: ({ key, organisation }) =>
      ask(
        () => stripe.customers.create({ metadata: { organisation } }, { idempotencyKey: key }),
        (customer) =>
          customer.metadata['organisation'] === organisation
            ? { kind: 'succeeded', value: read(customer, organisation) }
            : undefined,
      ),
    find: ({ organisation, since }) =>
      lookThrough(
        () => stripe.customers.list(madeSince(since)),
        (customer) =>
          customer.metadata['organisation'] === organisation
            ? read(customer, organisation)
            : undefined,
      ),
  }
}

const outcomeOf = (value: MethodSetup): Outcome<MethodSetup> => {
  switch (value.state) {
    case 'SUCCEEDED':
      return { kind: 'succeeded', value }
    case 'PROCESSING':
      return { kind: 'pending', value }
    case 'CANCELLED':
      return {
        kind: 'didNotHappen',
        refusal: { code: 'STATE_CONFLICT', detail: 'The set-up is cancelled.', retriable: false },
      }
    case 'REQUIRES_ACTION':
    case 'REQUIRES_CONFIRMATION':
    case 'REQUIRES_PAYMENT_METHOD':
      return { kind: 'requiresAction', value }
  }
}

export const stripeMethods = (stripe: Stripe): PaymentProvider['methods'] => {
  const saved = (method: Stripe.PaymentMethod, customerId: string | undefined) => {
    const value = methodOf(method)
    return value === undefined || value.customerId !== customerId
      ? undefined
      : ({ kind: 'succeeded', value } as const)
  }
  return {
    setUp: ({ key, customerId, methodId, returnUrl }) =>
      ask(
        () =>
          stripe.setupIntents.create(
            {
              customer: customerId,
              allowed_payment_method_types: ['card'],
              usage: 'off_session',
              ...(methodId === undefined
                ? {}
                : {
                    payment_method: methodId,
                    confirm: true,
                    ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
                  }),
            },
            { idempotencyKey: key },
          ),
        (intent) =>
          idOf(intent.customer).id === customerId ? outcomeOf(setupOf(intent)) : undefined,
        ({ setup_intent: intent }) => (intent === undefined ? undefined : setupOf(intent)),
      ),
    getSetup: (id) =>
      look(
        () => stripe.setupIntents.retrieve(id),
        (intent) => (intent.id === id ? setupOf(intent) : undefined),
      ),
    attach: ({ key, customerId, methodId }) =>
      ask(
        () =>
          stripe.paymentMethods.attach(methodId, { customer: customerId }, { idempotencyKey: key }),
        (method) => saved(method, customerId),
      ),
    detach: ({ key, methodId }) =>
      ask(
        () => stripe.paymentMethods.detach(methodId, {}, { idempotencyKey: key }),
        (method) => (method.id === methodId ? saved(method, undefined) : undefined),
      ),
    get: (methodId) =>
      look(
        () => stripe.paymentMethods.retrieve(methodId),
        (method) => (method.id === methodId ? methodOf(method) : undefined),
      ),
    list: async (customerId) => {
      const found: Found<Stripe.ApiList<Stripe.PaymentMethod>> = await look(
        () => stripe.customers.listPaymentMethods(customerId, { type: 'card', limit: 100 }),
        (page) => page,
      )
      if (found.kind !== 'found') return found
      const value = found.value.data.flatMap((method) => methodOf(method) ?? [])
      return value.some((method) => method.customerId !== customerId)
        ? { kind: 'unanswered', reason: 'The answer is about something else.' }
        : { kind: 'found', value }
    },
  }
}
