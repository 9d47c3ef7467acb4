import { Closing } from '../../../domain/shared/books.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import type { FoldCache } from '../fold-cache.ts'
import { loadStream } from '../load-stream.ts'
import { mayHave, readDigest, shortHash } from './digest.ts'
import { bookId, type Booked, type FoldedBook } from './load-book.ts'

/**
 * What the first of the earlier books to have an answer says about a name, the latest book first. A book is opened only
 * if its digest may have the name.
 */
export const askEarlier = async <State, Command, Event extends DomainEvent, Answer>(
  { eventStore, foldCache }: { readonly eventStore: EventStore; readonly foldCache: FoldCache },
  aggregate: Booked<State, Command, Event>,
  id: string,
  before: number,
  name: string,
  answer: (book: FoldedBook<State>) => Answer | undefined,
): Promise<Answer | undefined> => {
  if (before === 0) return undefined
  const numbers = Array.from({ length: before }, (_, index) => before - 1 - index)
  const streamAt = (number: number): string => streamOf(aggregate, bookId(id, number))
  const unread = numbers.filter((number) => foldCache.books.digest(streamAt(number)) === undefined)
  await eachOf(unread, async (number) => {
    const stream = streamAt(number)
    foldCache.books.keep(stream, await digestIn(eventStore, stream))
  })
  const hash = shortHash(name)
  for (const number of numbers) {
    const stream = streamAt(number)
    const digest = foldCache.books.digest(stream) ?? (await digestIn(eventStore, stream))
    if (!mayHave(digest, hash)) continue
    const folded = await loadStream(eventStore, foldCache, aggregate, bookId(id, number))
    const answered = answer({ number, stream, folded })
    if (answered !== undefined) return answered
  }
  return undefined
}

const atOnce = 16

/** A few at a time: a long story must not take the event store for itself. */
const eachOf = async (
  numbers: readonly number[],
  work: (number: number) => Promise<void>,
): Promise<void> => {
  for (let from = 0; from < numbers.length; from += atOnce)
    await Promise.all(numbers.slice(from, from + atOnce).map(work))
}

const Known = Closing.pick({ known: true }).loose()

/** Out of a book's last event. */
const digestIn = async (store: EventStore, stream: string): Promise<Uint32Array> => {
  const [last] = await store.read(stream, { direction: 'backwards', maxCount: 1 })
  if (last === undefined) throw new Error(`${stream} is missing, and a later book is there`)
  return readDigest(Known.parse(decodeEvent(last).data).known)
}
