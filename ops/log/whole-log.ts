import type { AllFilter, EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

const page = 1_000

/** The whole log but for the system's own streams, page by page; or what a filter lets through. */
export const wholeLog = async function* (
  eventStore: EventStore,
  filter: AllFilter = { on: 'stream', regex: '^[^$]' },
): AsyncGenerator<readonly RecordedEvent[]> {
  for (let from: bigint | undefined; ; ) {
    const events = await eventStore.readAll({
      maxCount: page,
      filter,
      ...(from === undefined ? {} : { from }),
    })
    const last = events.at(-1)
    if (last === undefined) return
    yield events
    from = last.position
  }
}
