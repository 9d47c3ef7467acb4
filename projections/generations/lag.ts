import type { Pool } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import { eventsLeft, ours, type EventsLeft } from './events-left.ts'
import { listGenerations } from './generations.ts'

/** How far the rows that readers follow are behind the log: all of them, whichever process brings them forward. */
export type Lag = EventsLeft & {
  /** Age of the oldest event that is not in the rows; 0 when there is none. */
  readonly seconds: number
}

/** Asks the log itself: a projector knows only what it was sent. One page of the log where much is left, nothing where none is. */
export const readLag = async (
  pool: Pool,
  eventStore: Pick<EventStore, 'readAll' | 'head'>,
  now: () => Date = () => new Date(),
): Promise<Lag> => {
  const live = (await listGenerations(pool)).find((generation) => generation.live)
  // Before the projector's first start nothing has been read.
  const { position, events } = live ?? { position: 0n, events: 0n }
  const left = await eventsLeft(eventStore, position, events)
  if (left.events === 0) return { ...left, seconds: 0 }
  const from = position === 0n ? {} : { from: position }
  const [oldest] = await eventStore.readAll({ ...from, maxCount: 1, filter: ours })
  const age = oldest === undefined ? 0 : now().getTime() - oldest.created.getTime()
  return { ...left, seconds: Math.max(0, age / 1000) }
}
