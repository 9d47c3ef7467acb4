import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { retryAt } from './webhook-retries.ts'

/** One event on its way to one endpoint: what is sent, each delivery that was asked for, each attempt and what came of it. */
export const category = 'webhookMessage'

/** Each may take days and many requests; who wants more of them wants something else. */
export const mostDeliveries = 100

// Events: the stored contract.
const Fact = z.strictObject({ messageId: Id, organisationId: Id, endpointId: Id, at: Instant })
const OfDelivery = Fact.extend({ deliveryId: Id })
export const DeliveryCause = z.enum(['EVENT', 'PING', 'REDELIVERY'])
export type DeliveryCause = z.output<typeof DeliveryCause>
export const Unanswered = z.enum([
  'REFUSED_ADDRESS',
  'NOT_RESOLVED',
  'NOT_CONNECTED',
  'TLS',
  'TIMED_OUT',
])
const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ANSWERED'),
    status: z.int().min(100).max(599),
    /** The beginning of the answer's body. */
    excerpt: z.string().max(1000),
  }),
  z.strictObject({
    kind: z.literal('NOT_ANSWERED'),
    reason: Unanswered,
    detail: z.string().max(500),
  }),
])
export type AttemptOutcome = z.output<typeof Outcome>
export const AbandonReason = z.enum(['ENDPOINT_DISABLED', 'ENDPOINT_DELETED'])
export type AbandonReason = z.output<typeof AbandonReason>
export const definitions = [
  defineEvent(
    'WebhookMessageCreated',
    1,
    Fact.extend({ eventType: z.string().min(1).max(80), body: z.string().min(2) }),
  ),
  defineEvent('WebhookDeliveryRequested', 1, OfDelivery.extend({ cause: DeliveryCause })),
  defineEvent(
    'WebhookAttempted',
    1,
    OfDelivery.extend({
      attempt: z.int().min(1),
      latencyMs: z.int().min(0),
      outcome: Outcome,
      delivered: z.boolean(),
      /** When it is tried again; absent when it was delivered, or was the last attempt. */
      retryAt: Instant.exactOptional(),
    }),
  ),
  defineEvent('WebhookDeliveryAbandoned', 1, OfDelivery.extend({ reason: AbandonReason })),
] as const
export type WebhookMessageEvent = EventOf<(typeof definitions)[number]>

// State.
export type WebhookDelivery = {
  readonly attempts: number
  readonly standing: 'OPEN' | 'DELIVERED' | 'GIVEN_UP' | 'ABANDONED'
  readonly retryAt?: string
}
export type ExistingMessage = {
  readonly kind: 'existing'
  readonly organisationId: string
  readonly endpointId: string
  readonly eventType: string
  readonly body: string
  readonly deliveries: Readonly<Record<string, WebhookDelivery>>
}
export type WebhookMessage = { readonly kind: 'absent' } | ExistingMessage

export const initial: WebhookMessage = { kind: 'absent' }

export const evolve = (state: WebhookMessage, event: WebhookMessageEvent): WebhookMessage => {
  if (event.type === 'WebhookMessageCreated') {
    const { organisationId, endpointId, eventType, body } = event.data
    return { kind: 'existing', organisationId, endpointId, eventType, body, deliveries: {} }
  }
  if (state.kind === 'absent') return state
  const { deliveryId } = event.data
  const put = (delivery: WebhookDelivery): WebhookMessage => ({
    ...state,
    deliveries: { ...state.deliveries, [deliveryId]: delivery },
  })
  const attempts = state.deliveries[deliveryId]?.attempts ?? 0
  switch (event.type) {
    case 'WebhookDeliveryRequested':
      return put({ attempts: 0, standing: 'OPEN' })
    case 'WebhookAttempted': {
      const { attempt, delivered, retryAt: again } = event.data
      if (delivered) return put({ attempts: attempt, standing: 'DELIVERED' })
      return put(
        again === undefined
          ? { attempts: attempt, standing: 'GIVEN_UP' }
          : { attempts: attempt, standing: 'OPEN', retryAt: again },
      )
    }
    case 'WebhookDeliveryAbandoned':
      return put({ attempts, standing: 'ABANDONED' })
    default:
      return exhausted(event)
  }
}

// Commands.
export type WebhookMessageCommand = { readonly messageId: string; readonly deliveryId: string } & (
  | {
      readonly type: 'Send'
      readonly organisationId: string
      readonly endpointId: string
      readonly eventType: string
      readonly body: string
      readonly cause: DeliveryCause
    }
  | { readonly type: 'Redeliver' }
  | {
      readonly type: 'RecordAttempt'
      readonly attempt: number
      readonly latencyMs: number
      readonly outcome: AttemptOutcome
      /** What the receiver asked for, in seconds. */
      readonly retryAfterSeconds?: number
    }
  | { readonly type: 'Abandon'; readonly reason: AbandonReason }
)

/** The receiver says that it never wants anything again. */
export const isGone = (outcome: AttemptOutcome): boolean =>
  outcome.kind === 'ANSWERED' && outcome.status === 410

export const decide = (
  command: WebhookMessageCommand,
  state: WebhookMessage,
  meta: DecisionMeta,
): Decision<WebhookMessageEvent> => {
  const { messageId, deliveryId } = command
  if (command.type === 'Send') {
    if (state.kind === 'existing') return []
    const { organisationId, endpointId, eventType, body, cause } = command
    const base = { messageId, organisationId, endpointId, at: meta.now }
    return [
      { type: 'WebhookMessageCreated', data: { ...base, eventType, body } },
      { type: 'WebhookDeliveryRequested', data: { ...base, deliveryId, cause } },
    ]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such webhook message.')
  const { organisationId, endpointId } = state
  const base = { messageId, organisationId, endpointId, deliveryId, at: meta.now }
  const known = state.deliveries[deliveryId]
  if (command.type === 'Redeliver') {
    if (known !== undefined) return []
    if (Object.keys(state.deliveries).length >= mostDeliveries)
      return reject('LIMIT_REACHED', `A message is delivered ${mostDeliveries} times at most.`)
    return [{ type: 'WebhookDeliveryRequested', data: { ...base, cause: 'REDELIVERY' } }]
  }
  if (known === undefined) return reject('NOT_FOUND', 'There is no such delivery.')
  if (known.standing !== 'OPEN') return []
  switch (command.type) {
    case 'RecordAttempt': {
      const { attempt, latencyMs, outcome, retryAfterSeconds } = command
      if (attempt <= known.attempts) return []
      const delivered = outcome.kind === 'ANSWERED' && outcome.status >= 200 && outcome.status < 300
      const again =
        delivered || isGone(outcome)
          ? undefined
          : retryAt(deliveryId, attempt, meta.now, retryAfterSeconds)
      const data = { ...base, attempt, latencyMs, outcome, delivered }
      return [
        {
          type: 'WebhookAttempted',
          data: again === undefined ? data : { ...data, retryAt: again },
        },
      ]
    }
    case 'Abandon':
      return [{ type: 'WebhookDeliveryAbandoned', data: { ...base, reason: command.reason } }]
    default:
      return exhausted(command)
  }
}

export const webhookMessage: Aggregate<WebhookMessage, WebhookMessageCommand, WebhookMessageEvent> =
  {
    category,
    definitions,
    initial,
    evolve,
    decide,
  }
