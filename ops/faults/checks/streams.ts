import { baseOf } from '../../../commands/shared/books/load-book.ts'
import { aggregates } from '../../../domain/aggregates.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'

/** The log's streams of one category, by the id behind the category's name; all books of an aggregate are one. */
export const streamsOf = (
  log: readonly RecordedEvent[],
  category: string,
): ReadonlyMap<string, readonly RecordedEvent[]> => {
  const streams = new Map<string, RecordedEvent[]>()
  const aggregate = aggregates.find((each) => each.category === category) ?? {}
  for (const event of log) {
    if (!event.stream.startsWith(`${category}-`)) continue
    const id = baseOf(aggregate, event.stream).slice(category.length + 1)
    const events = streams.get(id)
    if (events === undefined) streams.set(id, [event])
    else events.push(event)
  }
  return streams
}

/** Every state that a stream went through, the last one last; never empty. */
export const statesOf = <State, Command, Event extends DomainEvent>(
  { evolve, initial }: Aggregate<State, Command, Event>,
  events: readonly RecordedEvent[],
): readonly State[] => {
  const states = [initial]
  let state = initial
  for (const event of events) {
    // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
    state = evolve(state, decodeEvent(event) as Event)
    states.push(state)
  }
  return states
}

export const stateOf = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  events: readonly RecordedEvent[],
): State => statesOf(aggregate, events).at(-1) ?? aggregate.initial

/** The events of one type, their data as the stored contract has it. */
export const dataOf = <Event extends DomainEvent, Type extends Event['type']>(
  events: readonly RecordedEvent[],
  type: Type,
): readonly Extract<Event, { readonly type: Type }>['data'][] =>
  events
    .filter((event) => event.type === type)
    .map(
      // What decodeEvent lets through has the form that the type's definition says.
      (event) => (decodeEvent(event) as Extract<Event, { readonly type: Type }>).data,
    )
