import type { z } from 'zod'
import { apiKey } from './accounts/api-key.ts'
import { organisation } from './accounts/organisation.ts'
import { definitions as reservations } from './accounts/reservation.ts'
import { session } from './accounts/session.ts'
import { user } from './accounts/user.ts'
import { device } from './devices/device.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { job } from './jobs/job.ts'
import { quote } from './jobs/quote.ts'
import { wallet } from './billing/wallet.ts'
import type { DomainEvent, EventDefinition } from './shared/event.ts'
import { definitions as sagaDefinitions } from './shared/saga-events.ts'

/** Every event type the hub stores, by name and schema version. */
const all: readonly EventDefinition<string, z.ZodType>[] = [
  ...user.definitions,
  ...reservations,
  ...organisation.definitions,
  ...session.definitions,
  ...apiKey.definitions,
  ...device.definitions,
  ...deviceQueue.definitions,
  ...job.definitions,
  ...quote.definitions,
  ...wallet.definitions,
  ...sagaDefinitions,
]

const keyOf = (type: string, schema: number): string => `${type}@${schema}`

const byKey = new Map(
  all.map((definition) => [keyOf(definition.type, definition.schema), definition]),
)
const current = new Map(all.map((definition) => [definition.type, definition]))

if (byKey.size !== all.length)
  throw new Error('two definitions claim the same event type and version')

export const eventTypes: readonly string[] = [...current.keys()]

/** The schema version in which an event type is written today. */
export const schemaOf = (type: string): number => {
  const definition = current.get(type)
  if (definition === undefined) throw new Error(`event type ${type} is not in domain/events.ts`)
  return definition.schema
}

/** An event that today's code cannot read; it is quarantined, never skipped. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent'
}

export type StoredEvent = {
  readonly type: string
  readonly data: unknown
  readonly metadata: { readonly schema: number }
}

/** The stored contract, checked: what comes out of the log is what the definition says. */
export const decodeEvent = (stored: StoredEvent): DomainEvent => {
  const definition = byKey.get(keyOf(stored.type, stored.metadata.schema))
  if (definition === undefined)
    throw new UndecodableEvent(`no definition of ${keyOf(stored.type, stored.metadata.schema)}`)
  const parsed = definition.data.safeParse(stored.data)
  if (!parsed.success)
    throw new UndecodableEvent(
      `${keyOf(stored.type, stored.metadata.schema)}: ${parsed.error.message}`,
    )
  return { type: stored.type, data: parsed.data }
}
