import { LRUCache } from 'lru-cache'
import { decodeEvent } from '../../../domain/events.ts'
import { streamOf, type Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

/**
 * Aggregates as they stood when something happened: who was a member then, what a person wished then, which endpoints there
 * were. So what follows from an event is the same whenever it is derived, and however often.
 */
export type Past = {
  readonly at: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    position: bigint,
  ) => Promise<State>
  /** The stream has moved. Told of every event in the order of the log, nothing old is believed. */
  readonly forget: (stream: string) => void
}

type Placed = { readonly position: bigint; readonly event: DomainEvent }

export const createPast = (eventStore: Pick<EventStore, 'read'>, streams = 20_000): Past => {
  const known = new LRUCache<string, Promise<readonly Placed[]>>({ max: streams })
  const read = async (stream: string): Promise<readonly Placed[]> =>
    (await eventStore.read(stream)).map((recorded) => ({
      position: recorded.position,
      event: decodeEvent(recorded),
    }))
  const eventsOf = (stream: string): Promise<readonly Placed[]> => {
    const found = known.get(stream)
    if (found !== undefined) return found
    const reading = read(stream)
    known.set(stream, reading)
    // What failed is asked for again.
    reading.catch(() => {
      if (known.peek(stream) === reading) known.delete(stream)
    })
    return reading
  }
  return {
    at: async (aggregate, id, position) => {
      const events = await eventsOf(streamOf(aggregate, id))
      return events
        .filter((each) => each.position <= position)
        .reduce(
          // The stream's name says whose events it holds; the stored contract was checked.
          (state, { event }) => aggregate.evolve(state, event as never),
          aggregate.initial,
        )
    },
    forget: (stream) => void known.delete(stream),
  }
}
