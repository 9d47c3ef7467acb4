import { aggregates } from './aggregates.ts'
import { decoderOf, type AnyDefinition } from './shared/decode.ts'
import { definitions as sagaDefinitions } from './shared/saga-events.ts'

/** Every event type the hub stores. Reservations of several kinds share theirs. */
const all = new Set<AnyDefinition>([
  ...aggregates.flatMap((aggregate) => aggregate.definitions),
  ...sagaDefinitions,
])

export const definitions: ReadonlyMap<string, AnyDefinition> = new Map(
  [...all].map((definition) => [definition.type, definition]),
)
if (definitions.size !== all.size) throw new Error('two definitions claim the same event type')

export const eventTypes: readonly string[] = [...definitions.keys()]

/** The schema version in which an event type is written today. */
export const schemaOf = (type: string): number => {
  const definition = definitions.get(type)
  if (definition === undefined) throw new Error(`event type ${type} is not in domain/events.ts`)
  return definition.schema
}

/** The one place where events are read: the stored contract checked, older versions brought to today's form. */
export const decodeEvent = decoderOf(definitions)
