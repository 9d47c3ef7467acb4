import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

const size = 500

/** A stream that is kept in books ends with the one and goes on, in the next book's stream, with the other. */
const [closing, opening] = ['BooksClosed', 'BooksOpened']

/**
 * A stream's events up to a place of the log, page by page; of one that is kept in books those of all of them, whichever is
 * named: their rows go on from book to book.
 */
export async function* pagesOfStream(
  eventStore: Pick<EventStore, 'read'>,
  stream: string,
  upTo: bigint,
): AsyncGenerator<readonly RecordedEvent[]> {
  const [first] = await eventStore.read(stream, { maxCount: 1 })
  const own = first?.type === opening ? stream.replace(/\.\d+$/, '') : stream
  for (let book = 0, isClosed = true; isClosed; book += 1) {
    const name = book === 0 ? own : `${own}.${book}`
    isClosed = false
    for (let from = 0n, isOver = false; !isOver; ) {
      const events = await eventStore.read(name, { from, maxCount: size })
      const known = events.filter(({ position }) => position <= upTo)
      if (known.length > 0) yield known
      const last = known.at(-1)
      isClosed = last?.type === closing
      isOver = known.length < size
      from = (last?.revision ?? 0n) + 1n
    }
  }
}
