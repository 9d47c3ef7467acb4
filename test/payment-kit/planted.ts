import { randomUUID } from 'node:crypto'
import type { Outcome } from '../../platform/payments/outcome.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'

/** Mistakes that hubs have made, for the kit to find: a checker that never says no proves nothing. */
export const plantable = ['NEW_KEY_EVERY_TIME', 'SILENCE_IS_A_NO', 'ANY_SIGNATURE_WILL_DO'] as const
export type Planted = (typeof plantable)[number]

const withNewKeys = (provider: PaymentProvider): PaymentProvider => {
  const fresh = <Order extends { readonly key: string }>(order: Order): Order => ({
    ...order,
    key: `${order.key}.${randomUUID()}`,
  })
  const { payments, refunds } = provider
  // It does not look before it asks again, either.
  const blind = () => Promise.resolve({ kind: 'absent' } as const)
  return {
    ...provider,
    payments: {
      ...payments,
      create: (order) => payments.create(fresh(order)),
      find: blind,
    },
    refunds: { ...refunds, create: (order) => refunds.create(fresh(order)) },
  }
}

/** What was not answered in time counts as refused. */
const asNo = <Value>(outcome: Outcome<Value>): Outcome<Value> =>
  outcome.kind === 'unknown'
    ? {
        kind: 'didNotHappen',
        refusal: { code: 'INVALID_REQUEST', detail: outcome.detail, retriable: false },
      }
    : outcome

/** And nobody looks again, whatever notices say: a hub that looks mends this by itself. */
const withSilenceAsNo = (provider: PaymentProvider): PaymentProvider => ({
  ...provider,
  payments: {
    ...provider.payments,
    get: () => Promise.resolve({ kind: 'absent' }),
    find: () => Promise.resolve({ kind: 'absent' }),
    create: async (order) => asNo(await provider.payments.create(order)),
  },
})

const withAnySignature = (provider: PaymentProvider): PaymentProvider => ({
  ...provider,
  verifyNotice: ({ body }) => {
    const { id, type, created, data } = JSON.parse(Buffer.from(body).toString('utf8')) as {
      readonly id: string
      readonly type: string
      readonly created: number
      readonly data: { readonly object: { readonly id: string; readonly object: string } }
    }
    return {
      kind: 'notice',
      notice: {
        // Each delivery is taken for an event of its own.
        id: `${id}.${randomUUID()}`,
        type,
        createdAt: new Date(created * 1000).toISOString(),
        subject: { kind: 'OTHER', providerId: data.object.id, objectType: data.object.object },
      },
    }
  },
})

export const plantedIn = (
  provider: PaymentProvider,
  planted: Planted | undefined,
): PaymentProvider => {
  switch (planted) {
    case undefined:
      return provider
    case 'NEW_KEY_EVERY_TIME':
      return withNewKeys(provider)
    case 'SILENCE_IS_A_NO':
      return withSilenceAsNo(provider)
    case 'ANY_SIGNATURE_WILL_DO':
      return withAnySignature(provider)
    default:
      return planted satisfies never
  }
}
