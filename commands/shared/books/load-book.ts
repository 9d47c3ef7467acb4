import type { Books } from '../../../domain/shared/books.ts'
import { streamOf, type Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import type { FoldCache } from '../fold-cache.ts'
import type { Folded } from '../folded.ts'
import { cached, loadStream } from '../load-stream.ts'

/** An aggregate that keeps books. */
export type Booked<State, Command, Event extends DomainEvent> = Aggregate<State, Command, Event> & {
  readonly books: Books<State, Command, Event>
}

export const keepsBooks = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
): aggregate is Booked<State, Command, Event> => aggregate.books !== undefined

/** One book: where it stands, and what is in it. An aggregate without books has one, its stream. */
export type FoldedBook<State> = {
  readonly number: number
  readonly stream: string
  readonly folded: Folded<State>
}

/** The id under which a book stands in the aggregate's category. */
export const bookId = (id: string, number: number): string =>
  number === 0 ? id : `${id}.${number.toString()}`

/** The aggregate's own stream, out of the stream of any of its books. */
export const baseOf = (aggregate: { readonly books?: unknown }, stream: string): string =>
  aggregate.books === undefined ? stream : stream.replace(/\.\d+$/, '')

/** What the outside sees as the revision of an event: it counts across books, and does not know that one was turned. */
export const revisionAcross = <State, Command, Event extends DomainEvent>(
  { books }: Aggregate<State, Command, Event>,
  state: State,
  revision: bigint,
): bigint => (books === undefined ? revision : revision + BigInt(books.bookOf(state).before))

/** The revision that the outside sees of a state. */
export const currentRevision = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  { state, revision }: Folded<State>,
): bigint => {
  const isClosed = aggregate.books?.bookOf(state).closedAt !== undefined
  return revisionAcross(aggregate, state, isClosed ? revision - 1n : revision)
}

/** The last book as this process knows it, however old; nothing when it knows none. */
export const cachedBook = <State, Command, Event extends DomainEvent>(
  cache: FoldCache,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): FoldedBook<State> | undefined => {
  const number = keepsBooks(aggregate) ? cache.books.reached(streamOf(aggregate, id)) : 0
  if (number === undefined) return undefined
  const folded = cached(cache, aggregate, bookId(id, number))
  return folded && { number, stream: streamOf(aggregate, bookId(id, number)), folded }
}

/**
 * The last book, as it is now. It is closed if whoever closed it had no time to open the next: then it says for now what
 * there is.
 */
export const loadBook = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  cache: FoldCache,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<FoldedBook<State>> => {
  const base = streamOf(aggregate, id)
  if (!keepsBooks(aggregate))
    return { number: 0, stream: base, folded: await loadStream(store, cache, aggregate, id) }
  // The name of one book taken for an aggregate's would begin a second story of the same wallet.
  if (/\.\d+$/.test(id)) throw new Error(`${base} is a book, not an aggregate`)
  const at = async (number: number): Promise<FoldedBook<State>> => {
    const folded = await loadStream(store, cache, aggregate, bookId(id, number))
    return { number, stream: streamOf(aggregate, bookId(id, number)), folded }
  }
  let book = await at(cache.books.reached(base) ?? (await lastBook(store, base)))
  // Others may have gone on meanwhile.
  while (aggregate.books.bookOf(book.folded.state).closedAt !== undefined) {
    const next = await at(book.number + 1)
    if (next.folded.revision === -1n) break
    book = next
  }
  if (book.folded.revision !== -1n) cache.books.reach(base, book.number)
  return book
}

/** The greatest number of which there is a book: they have no gaps, so it is looked for in ever greater steps, then between. */
const lastBook = async (store: EventStore, base: string): Promise<number> => {
  const exists = async (number: number): Promise<boolean> =>
    (await store.read(bookId(base, number), { maxCount: 1 })).length > 0
  let known = 0
  let step = 1
  while (await exists(known + step)) {
    known += step
    step *= 2
  }
  let missing = known + step
  while (missing - known > 1) {
    const middle = (known + missing) >>> 1
    if (await exists(middle)) known = middle
    else missing = middle
  }
  return known
}
