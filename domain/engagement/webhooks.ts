import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import {
  Description,
  DisabledReason,
  type Endpoint,
  mostEndpoints,
  mostGivenUp,
  StoredFilters,
  StoredSecret,
} from './webhook-endpoint.ts'

/** All webhook endpoints of one organisation: who sends finds in one stream whom an event concerns. */
export const category = 'webhooks'

// Events: the stored contract.
const Fact = z.strictObject({ organisationId: Id, endpointId: Id, at: Instant })
const Settings = z.strictObject({
  url: z.string().min(1).max(2000),
  description: Description,
  eventTypes: StoredFilters,
})
export type EndpointSettings = z.output<typeof Settings>
export const Which = z.enum(['FAILED', 'ALL'])
const Range = z.strictObject({ redeliveryId: Id, from: Instant, until: Instant, which: Which })
export type Range = z.output<typeof Range>
export const definitions = [
  defineEvent(
    'WebhookEndpointCreated',
    1,
    Fact.extend({ ...Settings.shape, secret: StoredSecret }),
  ),
  defineEvent('WebhookEndpointChanged', 1, Fact.extend(Settings.shape)),
  defineEvent(
    'WebhookSecretRotated',
    1,
    Fact.extend({ secret: StoredSecret, previousValidUntil: Instant }),
  ),
  defineEvent('WebhookEndpointDisabled', 1, Fact.extend({ reason: DisabledReason })),
  defineEvent('WebhookEndpointEnabled', 1, Fact),
  defineEvent('WebhookEndpointDeleted', 1, Fact),
  // Tried over days, and never taken.
  defineEvent('WebhookDeliveryGivenUp', 1, Fact.extend({ messageId: Id, deliveryId: Id })),
  // After some that were given up one was taken.
  defineEvent('WebhookEndpointRecovered', 1, Fact),
  defineEvent('WebhookRedeliveryRequested', 1, Fact.extend(Range.shape)),
] as const
export type WebhooksEvent = EventOf<(typeof definitions)[number]>

// State.
export type Webhooks = { readonly endpoints: Readonly<Record<string, Endpoint>> }

export const initial: Webhooks = { endpoints: {} }

export const endpointIn = ({ endpoints }: Webhooks, endpointId: string): Endpoint | undefined =>
  Object.hasOwn(endpoints, endpointId) ? endpoints[endpointId] : undefined

const newOne = { description: '', givenUp: 0 }

export const evolve = (state: Webhooks, event: WebhooksEvent): Webhooks => {
  const { endpointId } = event.data
  const put = (endpoint: Endpoint): Webhooks => ({
    endpoints: { ...state.endpoints, [endpointId]: endpoint },
  })
  if (event.type === 'WebhookEndpointCreated') {
    const { url, description, eventTypes, secret } = event.data
    return put({ ...newOne, endpointId, url, description, eventTypes, secrets: [secret] })
  }
  const known = endpointIn(state, endpointId)
  if (known === undefined) return state
  switch (event.type) {
    case 'WebhookEndpointChanged': {
      const { url, description, eventTypes } = event.data
      return put({ ...known, url, description, eventTypes })
    }
    case 'WebhookSecretRotated': {
      const [newest, ...others] = known.secrets
      const { secret, previousValidUntil: validUntil } = event.data
      const previous = newest === undefined ? [] : [{ ...newest, validUntil }]
      return put({ ...known, secrets: [secret, ...previous, ...others].slice(0, 3) })
    }
    case 'WebhookEndpointDisabled':
      return put({ ...known, disabled: event.data.reason })
    case 'WebhookEndpointEnabled': {
      const { disabled: _, ...enabled } = known
      return put({ ...enabled, givenUp: 0 })
    }
    case 'WebhookEndpointDeleted': {
      const others = Object.entries(state.endpoints).filter(([id]) => id !== endpointId)
      return { endpoints: Object.fromEntries(others) }
    }
    case 'WebhookDeliveryGivenUp':
      return put({ ...known, givenUp: known.givenUp + 1 })
    case 'WebhookEndpointRecovered':
      return put({ ...known, givenUp: 0 })
    case 'WebhookRedeliveryRequested':
      return state
    default:
      return exhausted(event)
  }
}

// Commands.
export type WebhooksCommand = { readonly organisationId: string; readonly endpointId: string } & (
  | { readonly type: 'Create'; readonly settings: EndpointSettings; readonly secret: StoredSecret }
  | { readonly type: 'Change'; readonly changes: Partial<EndpointSettings> }
  | { readonly type: 'RotateSecret'; readonly secret: StoredSecret; readonly overlapHours: number }
  | { readonly type: 'Disable'; readonly reason: DisabledReason }
  | { readonly type: 'Enable' }
  | { readonly type: 'Delete' }
  | { readonly type: 'GiveUp'; readonly messageId: string; readonly deliveryId: string }
  | { readonly type: 'Recover' }
  | { readonly type: 'Redeliver'; readonly range: Range }
)

export const decide = (
  command: WebhooksCommand,
  state: Webhooks,
  meta: DecisionMeta,
): Decision<WebhooksEvent> => {
  const { organisationId, endpointId } = command
  const base = { organisationId, endpointId, at: meta.now }
  const known = endpointIn(state, endpointId)
  if (command.type === 'Create') {
    if (known !== undefined) return reject('ALREADY_EXISTS', 'This endpoint was created already.')
    if (Object.keys(state.endpoints).length >= mostEndpoints)
      return reject('LIMIT_REACHED', `An organisation has ${mostEndpoints} endpoints at most.`)
    const { settings, secret } = command
    return [{ type: 'WebhookEndpointCreated', data: { ...base, ...settings, secret } }]
  }
  if (known === undefined) return reject('NOT_FOUND', 'There is no such webhook endpoint.')
  switch (command.type) {
    case 'Change': {
      const { url, description, eventTypes } = { ...known, ...command.changes }
      const settings = { url, description, eventTypes: [...eventTypes] }
      const same =
        url === known.url &&
        description === known.description &&
        eventTypes.join() === known.eventTypes.join()
      return same ? [] : [{ type: 'WebhookEndpointChanged', data: { ...base, ...settings } }]
    }
    case 'RotateSecret': {
      const { secret, overlapHours } = command
      const previousValidUntil = instantOf(msOf(meta.now) + overlapHours * 3_600_000)
      return [{ type: 'WebhookSecretRotated', data: { ...base, secret, previousValidUntil } }]
    }
    case 'Disable':
      if (known.disabled !== undefined) return []
      return [{ type: 'WebhookEndpointDisabled', data: { ...base, reason: command.reason } }]
    case 'Enable':
      return known.disabled === undefined ? [] : [{ type: 'WebhookEndpointEnabled', data: base }]
    case 'Delete':
      return [{ type: 'WebhookEndpointDeleted', data: base }]
    case 'GiveUp': {
      if (known.disabled !== undefined) return []
      const { messageId, deliveryId } = command
      const givenUp = { ...base, messageId, deliveryId }
      return [
        { type: 'WebhookDeliveryGivenUp', data: givenUp },
        ...(known.givenUp + 1 < mostGivenUp
          ? []
          : [{ type: 'WebhookEndpointDisabled', data: { ...base, reason: 'FAILING' } } as const]),
      ]
    }
    case 'Recover':
      return known.givenUp === 0 ? [] : [{ type: 'WebhookEndpointRecovered', data: base }]
    case 'Redeliver':
      if (known.disabled !== undefined) return isDisabled
      return [{ type: 'WebhookRedeliveryRequested', data: { ...base, ...command.range } }]
    default:
      return exhausted(command)
  }
}

export const isDisabled = reject(
  'WEBHOOK_DISABLED',
  'The endpoint is disabled: enable it, and nothing is lost that can be delivered again.',
)

export const webhooks: Aggregate<Webhooks, WebhooksCommand, WebhooksEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
