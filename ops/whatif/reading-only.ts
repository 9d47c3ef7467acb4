import type { EventStore } from '../../platform/event-store/types.ts'

const refuse = (): never => {
  throw new Error('what might have been writes nothing')
}

/** The log, of which nothing but reading is left: whoever tried more would fail, loudly. */
export const readingOnly = (eventStore: EventStore): EventStore => ({
  ...eventStore,
  append: refuse,
  setStreamRetention: refuse,
  deleteStream: refuse,
  tombstoneStream: refuse,
})
