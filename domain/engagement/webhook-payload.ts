import { z } from 'zod'
import type { DomainEvent } from '../shared/event.ts'
import type { Facts } from './facts.ts'
import { knownAfter } from './told.ts'
import { webhookTypeNames, webhookTypeOf, type WebhookTypeName } from './webhook-types.ts'

/** What receivers are sent: the body of the request is its JSON. */
export type WebhookPayload = {
  /** The id of the message: the same in every attempt and redelivery. */
  readonly id: string
  readonly type: string
  readonly version: number
  readonly occurredAt: string
  readonly organisationId: string
  /** The event's place in the log, decimal: greater is later. Messages may arrive in another order. */
  readonly position: string
  readonly data: unknown
}

/** An event as the endpoints of an organisation are told of it. */
export type WebhookNews = {
  readonly type: WebhookTypeName
  readonly organisationId: string
  readonly version: number
  readonly data: unknown
}

const byEvent = new Map<string, WebhookTypeName[]>()
for (const name of webhookTypeNames) {
  const { on } = webhookTypeOf(name)
  if (on !== undefined) byEvent.set(on, [...(byEvent.get(on) ?? []), name])
}

/** Event types of the log that other systems may be told of. */
export const newsTypes: ReadonlySet<string> = new Set(byEvent.keys())

/** What other systems are told of an event; throws when it does not hold what our contract with them promises. */
export const newsOf = (before: Facts | undefined, event: DomainEvent): readonly WebhookNews[] => {
  const names = byEvent.get(event.type)
  if (names === undefined) return []
  const known = knownAfter(before, event)
  return names.map((type) => newsAbout(type, known))
}

export const newsAbout = (type: WebhookTypeName, known: Facts): WebhookNews => {
  const { organisation, version, data } = webhookTypeOf(type)
  const organisationId = z.uuid().parse(known[organisation])
  return { type, organisationId, version, data: data.parse(known) }
}
