import { baseOf, revisionAcross } from '../../commands/shared/books/load-book.ts'
import { aggregates, type AnyAggregate } from '../../domain/aggregates.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import type { Fault } from '../../platform/history/port.ts'
import { sagas } from '../../sagas/registry.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { eventsOverBooks } from './streams.ts'

/** One event, and what its aggregate was before it and after it. */
export type Step = {
  readonly event: RecordedEvent
  /** Counts across books, and does not know that one was turned. */
  readonly revision: bigint
  readonly before: unknown
  readonly after: unknown
}

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

/** Whose stream it is: an aggregate, or the instances of a saga. */
export const aggregateOf = (stream: string): AnyAggregate | undefined => {
  const category = categoryOf(stream)
  const saga = sagas.find(({ saga: { name } }) => name === category)
  return saga ? instanceOf(saga.saga) : aggregates.find((each) => each.category === category)
}

export const wrongCategory = (stream: string): Fault => ({
  code: 'QUERY_INVALID',
  detail: `${stream} is the stream of no aggregate and no saga: streams are <category>-<id>.`,
})

/** Every event of a stream in order, folded by today's code and through today's upcasters; over books, where it keeps them. */
export async function* stepsOf(
  store: Pick<EventStore, 'read'>,
  aggregate: AnyAggregate,
  stream: string,
): AsyncGenerator<Step> {
  const { evolve, books } = aggregate
  // One book alone is asked for by its own name.
  const isWhole = books !== undefined && baseOf(aggregate, stream) === stream
  // What came out of an aggregate's stream goes back to it.
  let before: unknown = aggregate.initial
  for await (const event of eventsOverBooks(store, stream, isWhole)) {
    // A book begins with all that is left of the one before.
    if (event.revision === 0n) before = aggregate.initial
    const after: unknown = evolve(before, decodeEvent(event))
    const across = revisionAcross(aggregate, after, event.revision)
    const isClosed = isWhole && books.bookOf(after).closedAt !== undefined
    const revision = isWhole ? (isClosed ? across - 1n : across) : event.revision
    yield { event, revision, before, after }
    before = after
  }
}
