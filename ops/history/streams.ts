import { bookId } from '../../commands/shared/books/load-book.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

/** Read at a time. */
const pageSize = 500

/** The events of a stream from the first on, a page at a time. */
export async function* eventsOf(
  store: Pick<EventStore, 'read'>,
  stream: string,
): AsyncGenerator<RecordedEvent> {
  for (let from = 0n; ; ) {
    const page = await store.read(stream, { from, maxCount: pageSize })
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    from = last.revision + 1n
  }
}

/** The same over all books of what keeps books; anything else has one. */
export async function* eventsOverBooks(
  store: Pick<EventStore, 'read'>,
  stream: string,
  keepsBooks: boolean,
): AsyncGenerator<RecordedEvent> {
  for (let book = 0; ; book += 1) {
    let some = false
    for await (const event of eventsOf(store, bookId(stream, book))) {
      some = true
      yield event
    }
    if (!some || !keepsBooks) return
  }
}
