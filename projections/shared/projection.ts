import type { z } from 'zod'
import type { DomainEvent, EventDefinition, EventOf } from '../../domain/shared/event.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { RowRef, RowWrite, Rows } from './rows.ts'

/** An event as it stands in the log, its data checked against the stored contract. */
export type Projected<Event extends DomainEvent = DomainEvent> = Omit<
  RecordedEvent,
  'type' | 'data'
> &
  Event

/** What a projection may know besides the event. */
export type Known = Rows & {
  /** The clear text of what the event's `opens` named; null when its person was erased. */
  readonly open: (sealed: string) => string | null
}

type Definition = EventDefinition<string, z.ZodType>

/**
 * Events → rows, as plain functions: what is written depends on the event and on the rows it touches, and on nothing
 * else, so that any split of the log into batches, and any replay, gives the same rows. What `apply` throws quarantines
 * the event's stream.
 */
export type Projection<Event extends DomainEvent = DomainEvent> = {
  readonly name: string
  /** The types it follows; without them every event. */
  readonly definitions?: readonly Definition[]
  /** Sealed texts in the event that it wants in clear. */
  readonly opens?: (event: Projected<Event>) => readonly string[]
  readonly touches?: (event: Projected<Event>) => readonly RowRef[]
  readonly apply: (event: Projected<Event>, known: Known) => readonly RowWrite[]
}

/** A projection of the events that these definitions describe. */
export const projectionOf = <const Definitions extends readonly Definition[]>(
  projection: Projection<EventOf<Definitions[number]>> & { readonly definitions: Definitions },
): Projection =>
  // The runner gives it events of its own definitions only, and an event type has one definition.
  projection as unknown as Projection

/** An event about something that the log never told the beginning of. */
export class NothingToApplyTo extends Error {
  override readonly name = 'NothingToApplyTo'
}

export const existing = <Row>(row: Row | undefined, event: Projected): Row => {
  if (row === undefined)
    throw new NothingToApplyTo(`${event.type} in ${event.stream}: nothing came before it`)
  return row
}
