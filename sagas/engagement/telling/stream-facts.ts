import { LRUCache } from 'lru-cache'
import { decodeEvent } from '../../../domain/events.ts'
import { remember, type Facts } from '../../../domain/engagement/facts.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'

type Held = { readonly revision: bigint; readonly facts: Facts | undefined }

/** What streams were remembered by before each of their events. */
export type StreamFacts = {
  /** To be told of every event of the streams followed, in the order of the log. */
  readonly pass: (recorded: RecordedEvent) => () => Promise<Facts | undefined>
}

/** Follows the facts of streams as their events pass; a stream that was under way already is read from its beginning. */
export const followFacts = (
  eventStore: Pick<EventStore, 'read'>,
  streams = 20_000,
): StreamFacts => {
  const held = new LRUCache<string, Held>({ max: streams })

  const readBefore = async ({ stream, revision }: RecordedEvent): Promise<Facts | undefined> => {
    if (revision === 0n) return undefined
    const events = await eventStore.read(stream, { maxCount: Number(revision) })
    return events.map(decodeEvent).reduce<Facts | undefined>(remember, undefined)
  }
  const keep = (recorded: RecordedEvent, before: Facts | undefined): void => {
    const { stream, revision } = recorded
    const known = held.get(stream)
    if (known !== undefined && known.revision >= revision) return
    try {
      held.set(stream, { revision, facts: remember(before, decodeEvent(recorded)) })
    } catch {
      // Whoever tells of it will say so; until then the stream is read from its beginning.
      held.delete(stream)
    }
  }
  return {
    pass: (recorded) => {
      const { stream, revision } = recorded
      const known = held.get(stream)
      const inOrder = revision === 0n || known?.revision === revision - 1n
      if (inOrder) {
        const before = revision === 0n ? undefined : known?.facts
        keep(recorded, before)
        return async () => before
      }
      return async () => {
        const before = await readBefore(recorded)
        keep(recorded, before)
        return before
      }
    },
  }
}
