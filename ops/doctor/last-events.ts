import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { ours } from '../../projections/generations/events-left.ts'

/** Of the last events: what is new is what this build may not know, or what was lost a moment ago. */
const sampled = 2_000

export const lastEvents = async function* (
  eventStore: EventStore,
): AsyncGenerator<readonly RecordedEvent[]> {
  yield await eventStore.readAll({ maxCount: sampled, direction: 'backwards', filter: ours })
}
