import { streamOf } from '../../../domain/shared/decider.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'
import { bookId } from './load-book.ts'

/** A place in an aggregate's books: the last event that was read. */
export type BookCut = { readonly book: number; readonly revision: bigint }

const beforeAll: BookCut = { book: 0, revision: -1n }

/**
 * All events of an aggregate behind a cut, in order, out of as many books as there are, with where they end. Those that
 * close and open books and bring entries forward are among them; they change nothing that the others do not say.
 */
export const readBooks = async (
  store: EventStore,
  aggregate: { readonly category: string },
  id: string,
  after: BookCut = beforeAll,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly end: BookCut }> => {
  const events: RecordedEvent[] = []
  let end = after
  for (;;) {
    // Asked for before this book is read: nothing is written into a book any more once there is a next one.
    const next = { book: end.book + 1, revision: -1n }
    const [opening] = await store.read(streamOf(aggregate, bookId(id, next.book)), { maxCount: 1 })
    const stream = streamOf(aggregate, bookId(id, end.book))
    const read = await store.read(stream, { from: end.revision + 1n })
    events.push(...read)
    end = { book: end.book, revision: read.at(-1)?.revision ?? end.revision }
    if (opening === undefined) return { events, end }
    end = next
  }
}
