import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { record } from '../../platform/telemetry/metrics/instruments.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { FoldCache } from './fold-cache.ts'
import type { CommandTrace, Folded } from './folded.ts'
import type { FoldSnapshots } from './snapshots.ts'

/** The fold of a stream that does not exist. */
export const nothing = <State>(state: State): Folded<State> => ({
  state,
  revision: -1n,
  position: 0n,
  commands: new Map(),
})

/** What wrote an event, and where it stands. */
type Written = CommandTrace & { readonly commandId: string; readonly correlationId: string }

/** One event more on top of a fold. */
export const advance = <State, Event>(
  { evolve }: { readonly evolve: (state: State, event: Event) => State },
  { state, commands, origin }: Folded<State>,
  event: Event,
  { commandId, correlationId, ...trace }: Written,
): Folded<State> => {
  commands.set(commandId, trace)
  const { revision, position } = trace
  return {
    state: evolve(state, event),
    revision,
    position,
    origin: origin ?? correlationId,
    commands,
  }
}

const extend = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  folded: Folded<State>,
  recorded: readonly RecordedEvent[],
): Folded<State> => {
  record('qh.stream.events_replayed', recorded.length, { category: aggregate.category })
  return recorded.reduce((before, event) => {
    const { revision, position } = event
    const { commandId, inputHash, $correlationId: correlationId } = event.metadata
    // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
    const decoded = decodeEvent(event) as Event
    return advance(aggregate, before, decoded, {
      eventId: event.id,
      commandId,
      correlationId,
      inputHash,
      revision,
      position,
    })
  }, folded)
}

/** What the cache has, however old; nothing when it has nothing. */
export const cached = <State>(
  cache: FoldCache,
  aggregate: { readonly category: string; readonly initial: State },
  id: string,
): Folded<State> | undefined =>
  // A stream's name begins with its aggregate's category, so its fold is that aggregate's.
  cache.get(streamOf(aggregate, id)) as Folded<State> | undefined

/** The fold up to the end of one stream as it is now. */
export const loadStream = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  cache: FoldCache,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<Folded<State>> => {
  const stream = streamOf(aggregate, id)
  const known = cached(cache, aggregate, id) ?? nothing(aggregate.initial)
  const { snapshots } = cache
  if (known.revision === -1n && snapshots !== undefined)
    return loadUnknown(store, cache, snapshots, aggregate, stream)
  const recorded = await store.read(stream, { from: known.revision + 1n })
  if (recorded.length === 0) return known
  const folded = extend(aggregate, known, recorded)
  cache.set(stream, folded)
  return folded
}

/**
 * The fold of a stream of which nothing is known here. A short one is read as it is; a long one goes on from its snapshot,
 * if the log has the very event that the snapshot ends with.
 */
const loadUnknown = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  cache: FoldCache,
  snapshots: FoldSnapshots,
  aggregate: Aggregate<State, Command, Event>,
  stream: string,
): Promise<Folded<State>> => {
  const maxCount = snapshots.firstPage
  const beginning = await store.read(stream, { from: 0n, maxCount })
  const start = nothing(aggregate.initial)
  if (beginning.length === 0) return start
  const known =
    beginning.length < maxCount ? undefined : await recall<State>(store, snapshots, stream)
  const folded =
    known === undefined
      ? await toTheEnd(store, aggregate, extend(aggregate, start, beginning), stream, maxCount)
      : extend(aggregate, known.folded, known.since)
  cache.set(stream, folded)
  return folded
}

/** On from the first page of a stream, if there may be more of it. */
const toTheEnd = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  aggregate: Aggregate<State, Command, Event>,
  first: Folded<State>,
  stream: string,
  page: number,
): Promise<Folded<State>> =>
  first.revision + 1n < BigInt(page)
    ? first
    : extend(aggregate, first, await store.read(stream, { from: first.revision + 1n }))

/** A snapshot that belongs to this log, and the events since. */
const recall = async <State>(store: EventStore, snapshots: FoldSnapshots, stream: string) => {
  const remembered = await snapshots.recall(stream)
  if (remembered === undefined) return undefined
  const { folded, eventId } = remembered
  const [last, ...since] = await store.read(stream, { from: folded.revision })
  // The stream's name and the code's version say that it is a state of this aggregate.
  return last?.id === eventId ? { folded: folded as Folded<State>, since } : undefined
}
