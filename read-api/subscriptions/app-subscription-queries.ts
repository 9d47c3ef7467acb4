import { asOfArgument, costAsOf, readAsOf } from '../history/as-of.ts'
import { creationKey } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { AppSubscriptionConnection, SubscriptionChargeConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { AppSubscription, SubscriptionCharge } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import {
  AppSubscriptionOrder,
  AppSubscriptionStatus,
  ChargeStatus,
  SubscriptionPerspective,
} from './app-subscription-enums.ts'
import {
  chargeOrder,
  readCharges,
  readSubscriptions,
  subscriptionOrders,
} from './app-subscription-reads.ts'

const AppSubscriptionFilter = builder.inputType('AppSubscriptionFilter', {
  description: 'Which subscriptions are wanted; every member that is given must hold.',
  fields: (t) => ({
    perspective: t.field({
      type: SubscriptionPerspective,
      description: 'From one side only; every one that you may see when absent.',
    }),
    status: t.field({ type: [AppSubscriptionStatus], description: 'In one of these states.' }),
    appId: t.id({ description: 'To this app.' }),
    planId: t.id({ description: 'At this plan.' }),
    periodEndsBefore: t.field({ type: 'DateTime', description: 'Whose period ends earlier.' }),
  }),
})

const AppSubscriptionOrderBy = builder.inputType('AppSubscriptionOrderBy', {
  description: 'How a list of subscriptions is ordered.',
  fields: (t) => ({
    field: t.field({
      type: AppSubscriptionOrder,
      required: true,
      defaultValue: 'STARTED_AT',
      description: 'By what.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
})

const SubscriptionChargeFilter = builder.inputType('SubscriptionChargeFilter', {
  description: 'Which charges are wanted; every member that is given must hold.',
  fields: (t) => ({
    perspective: t.field({
      type: SubscriptionPerspective,
      description: 'From one side only; every one that you may see when absent.',
    }),
    status: t.field({ type: [ChargeStatus], description: 'In one of these states.' }),
    subscriptionId: t.id({ description: 'Of this subscription.' }),
    from: t.field({ type: 'DateTime', description: 'Asked for then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Asked for earlier.' }),
  }),
})

builder.queryFields((t) => ({
  appSubscription: t.field({
    type: AppSubscription,
    nullable: true,
    description: 'One subscription; null when there is none that you may see.',
    args: {
      subscriptionId: t.arg.id({
        required: true,
        description: 'The hub’s id of the subscription.',
      }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { subscriptionId, asOf }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      const live = await view.loaders.appSubscriptions.load(subscriptionId)
      return readAsOf(view, 'subscriptions', live, asOf)
    },
  }),
  appSubscriptions: t.connection(
    {
      type: AppSubscription,
      description:
        'The subscriptions that you may see: your organisation’s, and those to its apps.',
      args: {
        filter: t.arg({ type: AppSubscriptionFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({
          type: AppSubscriptionOrderBy,
          description: 'The newest first when absent.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, orderBy, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'billing:read')
        const { field, direction } = orderBy ?? { field: 'STARTED_AT', direction: 'DESC' }
        const order = subscriptionOrders[field]
        const page = pageRequest(args, order, direction)
        const rows = await readSubscriptions(view.db, view.caller, organisation, filter ?? {}, page)
        return pageOf(rows, page, order.keyOf)
      },
    },
    AppSubscriptionConnection,
  ),
  subscriptionCharges: t.connection(
    {
      type: SubscriptionCharge,
      description: 'The charges of subscriptions that you may see.',
      args: {
        filter: t.arg({ type: SubscriptionChargeFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order in which they were asked for: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, chargeOrder, direction)
        const rows = await readCharges(view.db, view.caller, organisation, filter ?? {}, page)
        return pageOf(rows, page, creationKey)
      },
    },
    SubscriptionChargeConnection,
  ),
}))
