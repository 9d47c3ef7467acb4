import type { Log, Write } from '../store/log.ts'
import { encodeRecord } from '../store/record.ts'
import type { EventIds } from './event-ids.ts'
import type { ProposedEvent } from './outcome.ts'
import type { StreamState, Streams } from './streams.ts'

/** A write with the stream that it belongs to. */
export type PlacedWrite = Write & { readonly state: StreamState }

/** Gives events their place: a number in the stream and an offset in the log. */
export type Placing = {
  readonly at: (state: StreamState, event: ProposedEvent, revision: number) => PlacedWrite
  /** Each behind the stream's last. */
  readonly behind: (state: StreamState, events: readonly ProposedEvent[]) => PlacedWrite[]
  /** Goes on from the end of what is on disk. */
  readonly reset: () => void
}

export const createPlacing = (
  log: Log,
  streams: Streams,
  ids: EventIds,
  now: () => number,
): Placing => {
  let end = log.end()
  const at: Placing['at'] = (state, event, revision) => {
    const starting = state.id === undefined
    state.id ??= streams.nextId()
    const position = end
    const { name: stream, id: streamId } = state
    const bytes = encodeRecord({ ...event, stream, revision, position, createdMs: now() })
    end += bytes.length
    ids.remember(stream, event.id, revision)
    return { position, bytes, streamId, revision, state, ...(starting ? { name: stream } : {}) }
  }
  return {
    at,
    behind: (state, events) => events.map((event) => at(state, event, ++state.last)),
    reset: () => {
      end = log.end()
    },
  }
}
