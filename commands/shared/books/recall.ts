import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { DecidedBy } from '../decision.ts'
import type { Services } from '../services.ts'
import { askEarlier } from './earlier.ts'
import { keepsBooks, type FoldedBook } from './load-book.ts'

/** A state that has all entries that a command is about, and the events that bring those out of earlier books. */
export type Recalled<State, Event> = {
  readonly state: State
  readonly brought: readonly { readonly event: Event; readonly eventId: string }[]
}

/**
 * Looks in earlier books for what a command names and this book does not have. An entry may lead to others, of which the
 * state then knows.
 */
export const recall = async <State, Command, Event extends DomainEvent>(
  services: Pick<Services, 'eventStore' | 'foldCache'>,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  { number, stream, folded }: FoldedBook<State>,
  command: Command,
  { commandId, inputHash, now }: DecidedBy,
): Promise<Recalled<State, Event>> => {
  if (!keepsBooks(aggregate) || number === 0) return { state: folded.state, brought: [] }
  const { books, evolve } = aggregate
  const asked = new Set<string>()
  const brought: { readonly event: Event; readonly eventId: string }[] = []
  let { state } = folded
  const missing = (): string | undefined =>
    books.keysIn(command, state).find((key) => !asked.has(key) && !books.has(state, key))
  for (let key = missing(); key !== undefined; key = missing()) {
    const sought = key
    asked.add(sought)
    const eventId = derivedId(commandId, stream, inputHash, now, 'brought forward', sought)
    const event = await askEarlier(services, aggregate, id, number, sought, (earlier) =>
      books.bringForward(earlier.folded.state, sought, now, eventId),
    )
    if (event === undefined) continue
    brought.push({ event, eventId })
    state = evolve(state, event)
  }
  return { state, brought }
}
