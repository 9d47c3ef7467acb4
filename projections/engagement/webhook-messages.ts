import { definitions, type WebhookMessageEvent } from '../../domain/engagement/webhook-message.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { WebhookMessageRow } from './tables.ts'

/** What was sent where, each attempt, and what came of it. */
export const webhookMessages = projectionOf({
  name: 'webhook-messages',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'webhook_messages', key: { message_id: data.messageId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('webhook_messages', { message_id: event.data.messageId })
    const before = event.type === 'WebhookMessageCreated' ? created(event) : existing(known, event)
    const row = { ...before, ...changeOf(event, before), revision, position }
    const put = { do: 'put', table: 'webhook_messages', row } as const
    return event.type === 'WebhookAttempted' ? [put, attemptOf(event)] : [put]
  },
})

type Of<Type extends WebhookMessageEvent['type']> = Extract<
  Projected<WebhookMessageEvent>,
  { type: Type }
>

const created = ({ data, revision, position }: Of<'WebhookMessageCreated'>): WebhookMessageRow => ({
  message_id: data.messageId,
  organisation_id: data.organisationId,
  endpoint_id: data.endpointId,
  event_type: data.eventType,
  body: data.body,
  status: 'PENDING',
  attempts: 0,
  deliveries: 0,
  next_attempt_at: null,
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changeOf = (
  event: WebhookMessageEvent,
  { attempts, deliveries }: WebhookMessageRow,
): Partial<WebhookMessageRow> => {
  switch (event.type) {
    case 'WebhookMessageCreated':
      return {}
    case 'WebhookDeliveryRequested':
      return {
        status: 'PENDING',
        deliveries: deliveries + 1,
        next_attempt_at: new Date(event.data.at),
      }
    case 'WebhookAttempted': {
      const { delivered, retryAt } = event.data
      const done = { attempts: attempts + 1, next_attempt_at: null }
      if (delivered) return { ...done, status: 'DELIVERED' }
      return retryAt === undefined
        ? { ...done, status: 'GIVEN_UP' }
        : { ...done, status: 'PENDING', next_attempt_at: new Date(retryAt) }
    }
    case 'WebhookDeliveryAbandoned':
      return { status: 'ABANDONED', next_attempt_at: null }
    default:
      return exhausted(event)
  }
}

const attemptOf = ({ data, position }: Of<'WebhookAttempted'>): RowWrite => {
  const { outcome } = data
  const answered = outcome.kind === 'ANSWERED'
  return {
    do: 'add',
    table: 'webhook_attempts',
    row: {
      delivery_id: data.deliveryId,
      attempt: data.attempt,
      message_id: data.messageId,
      organisation_id: data.organisationId,
      delivered: data.delivered,
      status: answered ? outcome.status : null,
      failure: answered ? null : outcome.reason,
      detail: answered ? outcome.excerpt : outcome.detail,
      latency_ms: data.latencyMs,
      at: new Date(data.at),
      position,
    },
  }
}
