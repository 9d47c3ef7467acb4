import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

/** These events to be read as from a store, now and whatever is added to them. */
export const logOf = (
  events: readonly RecordedEvent[],
): Pick<EventStore, 'read' | 'readAll' | 'head'> => ({
  read: (stream, { from = 0n, maxCount = Number.MAX_SAFE_INTEGER } = {}) =>
    Promise.resolve(
      events
        .filter((event) => event.stream === stream && event.revision >= from)
        .slice(0, maxCount),
    ),
  readAll: ({ from = -1n, maxCount }) =>
    Promise.resolve(events.filter(({ position }) => position > from).slice(0, maxCount)),
  head: () => Promise.resolve(events.at(-1)?.position ?? 0n),
})
