import { creationKey } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import { requirePrincipal } from '../view/caller.ts'
import {
  WebhookEndpoint,
  WebhookEndpointConnection,
  WebhookMessage,
  WebhookMessageConnection,
} from './refs.ts'
import { readEndpoints, readMessages, webhookOrder } from './webhook-reads.ts'
import { WebhookMessageStatus } from './webhook-types.ts'

const WebhookMessageFilter = builder.inputType('WebhookMessageFilter', {
  description: 'Which webhook messages are wanted; every member that is given must hold.',
  fields: (t) => ({
    endpointId: t.id({ description: 'To this endpoint.' }),
    status: t.field({ type: [WebhookMessageStatus], description: 'In one of these states.' }),
    eventTypes: t.stringList({ description: 'Of one of these types.' }),
    from: t.field({ type: 'DateTime', description: 'Made then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Made earlier.' }),
  }),
})

builder.queryFields((t) => ({
  webhookEndpoint: t.field({
    type: WebhookEndpoint,
    nullable: true,
    description: 'One webhook endpoint; null when there is none that you may see.',
    args: { endpointId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { endpointId }, { view }) => {
      requirePrincipal(view.caller, 'webhooks:write')
      return (await view.loaders.webhookEndpoints.load(endpointId)) ?? null
    },
  }),
  webhookEndpoints: t.connection(
    {
      type: WebhookEndpoint,
      description: 'The webhook endpoints of your organisation, the oldest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requirePrincipal(view.caller, 'webhooks:write')
        const page = pageRequest(args, webhookOrder, 'ASC')
        return pageOf(await readEndpoints(view.db, view.caller, page), page, creationKey)
      },
    },
    WebhookEndpointConnection,
  ),
  webhookMessage: t.field({
    type: WebhookMessage,
    nullable: true,
    description: 'One webhook message; null when there is none that you may see.',
    args: { messageId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { messageId }, { view }) => {
      requirePrincipal(view.caller, 'webhooks:write')
      return (await view.loaders.webhookMessages.load(messageId)) ?? null
    },
  }),
  webhookMessages: t.connection(
    {
      type: WebhookMessage,
      description:
        'What was sent, or is being sent, to the webhook endpoints of your organisation.',
      args: {
        filter: t.arg({ type: WebhookMessageFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were made: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'webhooks:write')
        const page = pageRequest(args, webhookOrder, direction)
        const rows = await readMessages(view.db, view.caller, filter ?? {}, page)
        return pageOf(rows, page, creationKey)
      },
    },
    WebhookMessageConnection,
  ),
}))
