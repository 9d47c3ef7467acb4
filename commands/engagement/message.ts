import type { WebhookNews, WebhookPayload } from '../../domain/engagement/webhook-payload.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type {
  DeliveryCause,
  WebhookMessageCommand,
} from '../../domain/engagement/webhook-message.ts'

/** Where an endpoint hears of what: the same message in every derivation. */
export const messageIdOf = (endpointId: string, source: string): string =>
  derivedId('webhookMessage', endpointId, source)

type Sending = Extract<WebhookMessageCommand, { readonly type: 'Send' }>

/** What is sent to one endpoint of what happened at `occurredAt`, which stands at `position` of the log. */
export const sendingOf = (
  news: WebhookNews,
  to: { readonly endpointId: string; readonly messageId: string; readonly cause: DeliveryCause },
  { occurredAt, position }: { readonly occurredAt: string; readonly position: bigint },
): Sending => {
  const { type: eventType, organisationId, version, data } = news
  const { endpointId, messageId, cause } = to
  const payload: WebhookPayload = {
    id: messageId,
    type: eventType,
    version,
    occurredAt,
    organisationId,
    position: position.toString(),
    data,
  }
  const deliveryId = derivedId(messageId, 'delivery', 'first')
  const body = JSON.stringify(payload)
  return { type: 'Send', messageId, deliveryId, organisationId, endpointId, eventType, body, cause }
}
