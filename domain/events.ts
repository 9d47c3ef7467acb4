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
import { decoderOf, type AnyDefinition } from './shared/decode.ts'
import { definitions as sagaDefinitions } from './shared/saga-events.ts'

/** Every event type the hub stores. */
const all: readonly AnyDefinition[] = [
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

export const definitions: ReadonlyMap<string, AnyDefinition> = new Map(
  all.map((definition) => [definition.type, definition]),
)
if (definitions.size !== all.length) throw new Error('two definitions claim the same event type')

export const eventTypes: readonly string[] = [...definitions.keys()]

/** The schema version in which an event type is written today. */
export const schemaOf = (type: string): number => {
  const definition = definitions.get(type)
  if (definition === undefined) throw new Error(`event type ${type} is not in domain/events.ts`)
  return definition.schema
}

/** The one place where events are read: the stored contract checked, older versions brought to today's form. */
export const decodeEvent = decoderOf(definitions)
