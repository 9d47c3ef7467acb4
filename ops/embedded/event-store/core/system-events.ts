import { randomUUID } from 'node:crypto'
import type { ProposedEvent } from './outcome.ts'
import type { PlacedWrite, Placing } from './placing.ts'
import { isSoftDeleted, parseRetention, withTruncateBefore } from './retention.ts'
import { metastreamOf, streamOfMetastream, type StreamState, type Streams } from './streams.ts'

const none = Buffer.alloc(0)

const systemEvent = (type: string, data: Uint8Array): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: none,
  data,
})

/** The event that ends a stream for ever. */
export const tombstone = (): ProposedEvent => systemEvent('$streamDeleted', none)

/** The events that the server itself writes about a stream, into its metastream. */
export type SystemEvents = {
  readonly metadata: (stream: string, data: Uint8Array) => PlacedWrite[]
  /** An append to a deleted stream brings it back, from its first new event on. */
  readonly undelete: (state: StreamState) => PlacedWrite[]
  /** New metadata takes effect. It brings a deleted stream back too; what was deleted stays so. */
  readonly applyMetadata: (metastream: string, events: readonly ProposedEvent[]) => PlacedWrite[]
}

export const createSystemEvents = (streams: Streams, placing: Placing): SystemEvents => {
  const metadata: SystemEvents['metadata'] = (stream, data) => {
    streams.get(stream).retention = parseRetention(data)
    return placing.behind(streams.get(metastreamOf(stream)), [systemEvent('$metadata', data)])
  }
  return {
    metadata,
    undelete: (state) =>
      isSoftDeleted(state.retention)
        ? metadata(state.name, Buffer.from(JSON.stringify({ $tb: state.last + 1 })))
        : [],
    applyMetadata: (metastream, events) => {
      const data = events.at(-1)?.data
      if (data === undefined) return []
      const state = streams.get(streamOfMetastream(metastream))
      const wasDeleted = isSoftDeleted(state.retention)
      state.retention = parseRetention(data)
      if (!wasDeleted || isSoftDeleted(state.retention)) return []
      const merged = withTruncateBefore(data, state.last + 1)
      return merged === undefined ? [] : metadata(state.name, merged)
    },
  }
}
