import { schemaOf } from '../../../domain/events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { NewEvent } from '../../../platform/event-store/types.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { CommandContext } from '../context.ts'
import type { Folded } from '../folded.ts'
import { loadStream } from '../load-stream.ts'
import { metadataOf, newEvent } from '../new-event.ts'
import type { Services } from '../services.ts'
import { digestOf } from './digest.ts'
import { bookId, type Booked, type FoldedBook } from './load-book.ts'

/** An event store takes a mebibyte at a time; with what is left there must be room for the rest of the event. */
const largestOpening = 900_000

/**
 * Closes a book, if it is not closed, and opens the next. Each is one append that can only happen once, and the second
 * follows from what the first left in the log: whoever finds a closed book without a successor does the rest, in this
 * process or another. Who loses a race finds what the winner wrote when it reads again. False when nothing is done,
 * because so much is left that it would not open: then the book goes on until there is less.
 */
export const turnBook = async <State, Command, Event extends DomainEvent>(
  services: Services,
  context: CommandContext,
  aggregate: Booked<State, Command, Event>,
  id: string,
  { number, stream, folded }: FoldedBook<State>,
): Promise<boolean> => {
  const { eventStore, foldCache, clock } = services
  const { books } = aggregate
  const now = clock.now()
  const at = now.toISOString()
  const nextStream = streamOf(aggregate, bookId(id, number + 1))
  /** Of one stream and what is done there, whoever does it: so it is done once. */
  const once = (to: string, name: string, event: (eventId: string) => Event): NewEvent => {
    const eventId = derivedId(to, name, 'event')
    const made = event(eventId)
    const byWhom = { ...context, commandId: derivedId(to, name) }
    return newEvent(made, eventId, metadataOf(byWhom, name, now, schemaOf(made.type)))
  }
  const opening = ({ state, revision }: Folded<State>): NewEvent => {
    const { before, closedAt } = books.bookOf(state)
    // Where the opening stands, the last change before the closing stands for the outside.
    const lastChange = closedAt === undefined ? revision : revision - 1n
    const next = { book: number + 1, before: before + Number(lastChange), at }
    return once(nextStream, 'books opened', (eventId) => books.open(state, next, eventId))
  }
  if (books.bookOf(folded.state).closedAt === undefined) {
    if (JSON.stringify(opening(folded)).length > largestOpening) return false
    const known = digestOf([...commandsOf(folded), ...books.keysOf(folded.state)])
    const closing = once(stream, 'books closed', (eventId) =>
      books.close(folded.state, { book: number, known, at }, eventId),
    )
    const result = await eventStore.append(stream, [closing], folded.revision)
    if (result.kind !== 'appended') return true
  }
  const last = await loadStream(eventStore, foldCache, aggregate, bookId(id, number))
  await eventStore.append(nextStream, [opening(last)], 'no-stream')
  return true
}

/** Traces are shared between the versions of a fold: one from beyond this version's end is not in it. */
const commandsOf = ({ commands, revision }: Folded<unknown>): readonly string[] =>
  [...commands].filter(([, trace]) => trace.revision <= revision).map(([commandId]) => commandId)
