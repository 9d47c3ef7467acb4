import { creationKey, creationOrder } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { uuidArgument } from '../pagination/filter.ts'
import { takePage } from '../pagination/keyset.ts'
import { builder } from '../schema/builder.ts'
import { SubscriptionKeyConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { SubscriptionKey } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { subscriptionKeyIsVisible } from './subscription-key-reads.ts'

builder.node(SubscriptionKey, {
  description:
    'A key that runs the app of a subscription and can do nothing else. The key itself was shown once and is kept nowhere.',
  id: { resolve: ({ key_id }) => key_id },
  loadOne: (id, { view }) => view.loaders.subscriptionKeys.load(id),
  fields: (t) => ({
    keyId: t.exposeID('key_id', { description: 'The hub’s id, as commands take it.' }),
    subscriptionId: t.exposeID('subscription_id', { description: 'Of which subscription.' }),
    appId: t.exposeID('app_id', { description: 'The app that it runs.' }),
    createdBy: t.exposeID('created_by', { description: 'The hub’s id of the person who made it.' }),
    name: t.exposeString('name', { description: 'What it was called.' }),
    prefix: t.exposeString('prefix', { description: 'Its first characters.' }),
    last4: t.exposeString('last4', { description: 'The last characters of its body.' }),
    perMinute: t.exposeInt('per_minute', { description: 'Requests a minute that it may send.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null when with its subscription.',
    }),
    revokedAt: t.expose('revoked_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
    }),
  }),
})

const order = creationOrder('subscription-key.created')

builder.queryFields((t) => ({
  subscriptionKeys: t.connection(
    {
      type: SubscriptionKey,
      description: 'The keys of your organisation’s subscriptions.',
      args: {
        subscriptionId: t.arg.id({ description: 'Of this one; of all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By creation; which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { subscriptionId, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, order, direction)
        const all = view.db
          .selectFrom('subscription_keys')
          .selectAll()
          .where(subscriptionKeyIsVisible(view.caller))
        const wanted =
          subscriptionId == null
            ? all
            : all.where('subscription_id', '=', uuidArgument('subscriptionId', subscriptionId))
        const rows = await takePage(wanted, page).execute()
        return pageOf(rows, page, creationKey)
      },
    },
    SubscriptionKeyConnection,
  ),
}))
