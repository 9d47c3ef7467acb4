import type { AllFilter, EventStore } from '../../platform/event-store/types.ts'

/** How many events of ours stand behind a place in the log; `exact` when they were counted. */
export type EventsLeft = { readonly events: number; readonly exact: boolean }

/** Every event but the event store's own. */
export const ours: AllFilter = { on: 'stream', regex: '^[^$].*' }
const counted = 1_000

/**
 * Positions are bytes on a real node, so what is left is counted where it is little, and where it is much it is reckoned
 * from how many events there were up to here: the more the log is alike, the better.
 */
export const eventsLeft = async (
  eventStore: Pick<EventStore, 'readAll' | 'head'>,
  position: bigint,
  eventsSoFar: bigint,
): Promise<EventsLeft> => {
  const from = position === 0n ? {} : { from: position }
  const next = await eventStore.readAll({ ...from, maxCount: counted, filter: ours })
  if (next.length < counted) return { events: next.length, exact: true }
  const head = await eventStore.head()
  const last = next.at(-1)?.position ?? head
  // The page that was counted tells how dense the log is here; all that was read, how dense it is on the whole.
  const events = eventsSoFar + BigInt(next.length)
  const reckoned = last === 0n ? 0n : ((head - last) * events) / last
  return { events: counted + Number(reckoned), exact: false }
}
