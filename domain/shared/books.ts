import { z } from 'zod'
import type { DomainEvent } from './event.ts'
import { Instant } from './values.ts'

/**
 * What would grow for ever is kept in books: one stream a period. The first stands in the aggregate's own stream
 * `<category>-<id>`, number n in `<category>-<id>.<n>`.
 */
export type Book = {
  readonly number: number
  /** Added to the revisions in it, so that they go on from book to book as if no book had been turned. */
  readonly before: number
  /** ISO 8601, UTC; absent before the first event. */
  readonly openedAt?: string
  /** From then on nothing is written into it. */
  readonly closedAt?: string
}

/**
 * How an aggregate keeps its books; its events are told the ids that they are stored under. A key names one of its entries, whatever its kind, for ever: `hold:<id>`.
 */
export type Books<State, Command, Event extends DomainEvent> = {
  /** The period that a moment falls into; later periods sort behind earlier ones. */
  readonly periodOf: (at: string) => string
  /** A book that has so many events is closed within its period. */
  readonly maxEvents: number
  /** Which book a state stands in. */
  readonly bookOf: (state: State) => Book
  /** The last event of a book. */
  readonly close: (state: State, closing: Closing, eventId: string) => Event
  /** The first event of the book behind one that is closed: what is left there, and nothing of what is settled. */
  readonly open: (closed: State, opening: Opening, eventId: string) => Event
  /** The keys of all entries that a state has. */
  readonly keysOf: (state: State) => Iterable<string>
  readonly has: (state: State, key: string) => boolean
  /** The keys of the entries that a command is about, and of those that these refer to as far as the state knows them. */
  readonly keysIn: (command: Command, state: State) => readonly string[]
  /** An entry out of an earlier book's last state; nothing if it does not have it. */
  readonly bringForward: (
    earlier: State,
    key: string,
    at: string,
    eventId: string,
  ) => Event | undefined
}

/** The stored contract of what closes a book. */
export const Closing = z.strictObject({
  book: z.int().min(0),
  /** Short hashes of all command ids and keys in the book, sorted, four bytes each. */
  known: z.base64(),
  at: Instant,
})
export type Closing = z.output<typeof Closing>

/** The stored contract of what opens the next one. */
export const Opening = z.strictObject({
  book: z.int().min(1),
  before: z.int().min(0),
  at: Instant,
})
export type Opening = z.output<typeof Opening>

export const firstBook: Book = { number: 0, before: 0 }

/** With every event: the first one opens the first book. */
export const begun = (book: Book, at: string): Book =>
  book.openedAt === undefined ? { ...book, openedAt: at } : book

export const closed = (book: Book, { at }: Closing): Book => ({ ...book, closedAt: at })

export const opened = ({ book, before, at }: Opening): Book => ({
  number: book,
  before,
  openedAt: at,
})

/** The calendar month of a moment (ISO 8601, UTC). */
export const monthOf = (at: string): string => at.slice(0, 7)

/** Whether the next change belongs into another book. */
export const isOver = <State, Command, Event extends DomainEvent>(
  { bookOf, periodOf, maxEvents }: Books<State, Command, Event>,
  { state, revision }: { readonly state: State; readonly revision: bigint },
  now: string,
): boolean => {
  const { openedAt, closedAt } = bookOf(state)
  if (openedAt === undefined) return false
  if (closedAt !== undefined || revision + 1n >= BigInt(maxEvents)) return true
  return periodOf(now) > periodOf(openedAt)
}
