import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'
import { AppSubscription, SubscriptionCharge } from '../schema/refs.ts'
import { ChargeKind, ChargeStatus } from './app-subscription-enums.ts'

builder.node(SubscriptionCharge, {
  description: 'What a period of a subscription cost, or the rest of one after a change of plan.',
  id: { resolve: ({ charge_id }) => charge_id },
  loadOne: (id, { view }) => view.loaders.subscriptionCharges.load(id),
  fields: (t) => ({
    chargeId: t.exposeID('charge_id', { description: 'The id that it has in the wallet.' }),
    subscriptionId: t.exposeID('subscription_id', { description: 'Of which subscription.' }),
    subscription: t.field({
      type: AppSubscription,
      nullable: true,
      description: 'Of which subscription.',
      resolve: async ({ subscription_id }, _, { view }) =>
        (await view.loaders.appSubscriptions.load(subscription_id)) ?? null,
    }),
    kind: t.expose('kind', { type: ChargeKind, description: 'What it pays for.' }),
    status: t.expose('status', { type: ChargeStatus, description: 'Where it is.' }),
    planId: t.exposeID('plan_id', { description: 'The plan.' }),
    planName: t.exposeString('plan_name', { description: 'The name of the plan.' }),
    priceVersion: t.exposeInt('price_version', { description: 'Which price of the plan.' }),
    periodIndex: t.exposeInt('period_index', { description: 'Which period, counted from 0.' }),
    periodStart: t.expose('period_start', {
      type: 'DateTime',
      description: 'When the period began.',
    }),
    periodEnd: t.expose('period_end', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was to end; null for what is bought once.',
    }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    refunded: t.field({
      type: Money,
      description: 'How much of it was given back, at a change of plan or a cancellation.',
      resolve: ({ refunded, asset }) => ({ amount: refunded, asset }),
    }),
    askedAt: t.expose('asked_at', {
      type: 'DateTime',
      description: 'When it was asked for first.',
    }),
    paidAt: t.expose('paid_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was paid.',
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
