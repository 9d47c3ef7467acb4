import { definitions, type WebhooksEvent } from '../../domain/engagement/webhooks.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { WebhookEndpointRow } from './tables.ts'

/** Where organisations are told of events. */
export const webhookEndpoints = projectionOf({
  name: 'webhook-endpoints',
  definitions,
  touches: ({ data, type }) => [
    {
      table: 'webhook_endpoints',
      key: { endpoint_id: data.endpointId },
      isNew: type === 'WebhookEndpointCreated',
    },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const key = { endpoint_id: event.data.endpointId }
    if (event.type === 'WebhookEndpointDeleted')
      return [{ do: 'remove', table: 'webhook_endpoints', key }]
    const known = rows.get('webhook_endpoints', key)
    const row = event.type === 'WebhookEndpointCreated' ? created(event) : changed(event, known)
    return [{ do: 'put', table: 'webhook_endpoints', row: { ...row, revision, position } }]
  },
})

type Created = Extract<Projected<WebhooksEvent>, { type: 'WebhookEndpointCreated' }>

const created = ({ data, revision, position }: Created): WebhookEndpointRow => ({
  endpoint_id: data.endpointId,
  organisation_id: data.organisationId,
  url: data.url,
  description: data.description,
  event_types: data.eventTypes,
  status: 'ENABLED',
  disabled_reason: null,
  given_up: 0,
  secret_since: new Date(data.at),
  previous_secret_until: null,
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

type Changing = Exclude<
  WebhooksEvent,
  { type: 'WebhookEndpointCreated' | 'WebhookEndpointDeleted' }
>

const changed = (
  event: Projected<Changing>,
  before: WebhookEndpointRow | undefined,
): WebhookEndpointRow => {
  const known = existing(before, event)
  return { ...known, ...changeOf(event, known) }
}

const changeOf = (event: Changing, known: WebhookEndpointRow): Partial<WebhookEndpointRow> => {
  switch (event.type) {
    case 'WebhookEndpointChanged': {
      const { url, description, eventTypes: event_types } = event.data
      return { url, description, event_types }
    }
    case 'WebhookSecretRotated':
      return {
        secret_since: new Date(event.data.at),
        previous_secret_until: new Date(event.data.previousValidUntil),
      }
    case 'WebhookEndpointDisabled':
      return { status: 'DISABLED', disabled_reason: event.data.reason }
    case 'WebhookEndpointEnabled':
      return { status: 'ENABLED', disabled_reason: null, given_up: 0 }
    case 'WebhookDeliveryGivenUp':
      return { given_up: known.given_up + 1 }
    case 'WebhookEndpointRecovered':
      return { given_up: 0 }
    case 'WebhookRedeliveryRequested':
      return {}
    default:
      return exhausted(event)
  }
}
