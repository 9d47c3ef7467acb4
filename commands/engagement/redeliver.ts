import { z } from 'zod'
import { webhookMessage } from '../../domain/engagement/webhook-message.ts'
import { isDisabled, webhooks, Which } from '../../domain/engagement/webhooks.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { msOf } from '../../domain/shared/instant.ts'
import { Id, Instant } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { actingFor, ownEndpoint } from './own-endpoint.ts'

/** Sends one message again, under its own id, with all attempts before it. */
export const redeliverWebhookMessage = defineCommand({
  name: 'engagement.redeliver-webhook-message',
  input: z.strictObject({ messageId: Id }),
  scope: 'webhooks:write',
  run: async ({ messageId }, tools) => {
    const deliveryId = derivedId(tools.context.commandId, 'webhookDelivery')
    const answer = { messageId, deliveryId }
    const { state } = await tools.load(webhookMessage, messageId)
    const organisationId = actingFor(tools)
    if (typeof organisationId !== 'string') return organisationId
    if (state.kind === 'absent' || state.organisationId !== organisationId)
      return notFound('webhook message')
    const before = await tools.answered(webhookMessage, messageId)
    if (before !== undefined) return 'code' in before ? before : { answer, changed: before }
    const own = await ownEndpoint(tools, state.endpointId)
    if ('rejected' in own) return own
    if (own.endpoint.disabled !== undefined) return isDisabled
    const command = { type: 'Redeliver', messageId, deliveryId } as const
    const changed = await tools.change(webhookMessage, messageId, command)
    return 'stream' in changed ? { answer, changed } : changed
  },
})

/** Sends again what an endpoint was to be told in a span of time: what it never took, or everything. */
export const redeliverWebhookRange = defineCommand({
  name: 'engagement.redeliver-webhook-range',
  input: z.strictObject({
    endpointId: Id,
    from: Instant,
    until: Instant.exactOptional(),
    which: Which.default('FAILED'),
  }),
  scope: 'webhooks:write',
  run: async ({ endpointId, from, until, which }, tools) => {
    const own = await ownEndpoint(tools, endpointId)
    if ('rejected' in own) return own
    const { organisationId } = own
    const redeliveryId = derivedId(tools.context.commandId, 'webhookRedelivery')
    const before = await tools.answered(webhooks, organisationId)
    if (before !== undefined)
      return 'code' in before ? before : { answer: { redeliveryId }, changed: before }
    const end = until ?? tools.services.clock.now().toISOString()
    if (msOf(end) <= msOf(from))
      return reject('INVALID_INPUT', 'The span ends before it begins.', [
        { pointer: '/until', code: 'too_small', detail: 'later than "from" is expected' },
      ])
    const range = { redeliveryId, from, until: end, which }
    const command = { type: 'Redeliver', organisationId, endpointId, range } as const
    const changed = await tools.change(webhooks, organisationId, command)
    return 'stream' in changed ? { answer: { redeliveryId }, changed } : changed
  },
})
