import { z } from 'zod'
import { newsAbout } from '../../domain/engagement/webhook-payload.ts'
import { webhookMessage } from '../../domain/engagement/webhook-message.ts'
import { isDisabled } from '../../domain/engagement/webhooks.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { messageIdOf, sendingOf } from './message.ts'
import { ownEndpoint } from './own-endpoint.ts'

/** Sends a test to an endpoint. It is tried again like everything else, and stands in the log of deliveries. */
export const pingWebhookEndpoint = defineCommand({
  name: 'engagement.ping-webhook-endpoint',
  input: z.strictObject({ endpointId: Id }),
  scope: 'webhooks:write',
  run: async ({ endpointId }, tools) => {
    const { services, context } = tools
    const messageId = messageIdOf(endpointId, context.commandId)
    const own = await ownEndpoint(tools, endpointId)
    if ('rejected' in own) return own
    const position = await services.eventStore.head()
    const at = services.clock.now().toISOString()
    const news = newsAbout('webhook.ping', { organisationId: own.organisationId, endpointId, at })
    const to = { endpointId, messageId, cause: 'PING' } as const
    const command = sendingOf(news, to, { occurredAt: at, position })
    const changed = await tools.create(webhookMessage, messageId, async () =>
      own.endpoint.disabled === undefined ? { command } : isDisabled,
    )
    const { deliveryId } = command
    return 'stream' in changed ? { answer: { messageId, deliveryId }, changed } : changed
  },
})
