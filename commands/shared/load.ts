import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { cachedBook, loadBook } from './books/load-book.ts'
import type { FoldCache } from './fold-cache.ts'
import type { Folded } from './folded.ts'

/** The fold up to the end of an aggregate's stream as it is now; of its last book when it keeps books. */
export const load = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  cache: FoldCache,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<Folded<State>> => (await loadBook(store, cache, aggregate, id)).folded

/**
 * For what never changes once it is so: the cached fold, however old, when it has what is asked for; else a fresh one.
 */
export const loadKnown = async <State, Command, Event extends DomainEvent>(
  store: EventStore,
  cache: FoldCache,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  suffices: (state: State) => boolean,
): Promise<Folded<State>> => {
  const known = cachedBook(cache, aggregate, id)?.folded
  return known !== undefined && suffices(known.state) ? known : load(store, cache, aggregate, id)
}
