import { randomUUID } from 'node:crypto'
import { createCommitter } from '../store/committer.ts'
import type { Log, Write } from '../store/log.ts'
import { encodeRecord, idOf, tombstoneRevision } from '../store/record.ts'
import { checkAppend, type Decision, type Expected, type Known } from './check.ts'
import type { EventIds } from './event-ids.ts'
import { maximumAppendSize, sizeOf } from './limits.ts'
import {
  isSoftDeleted,
  parseRetention,
  softDeleteMetadata,
  withTruncateBefore,
} from './retention.ts'
import type { Signal } from './signal.ts'
import {
  isMetastream,
  metastreamOf,
  streamOfMetastream,
  type StreamState,
  type Streams,
} from './streams.ts'

/** An event that a client wants appended. */
export type ProposedEvent = {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly metadata: Uint8Array
  readonly data: Uint8Array
}

/** `revision` is -1 when there is no stream; without `position` nothing was written. */
export type Outcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position?: number }
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly maximum: number }

export type Writer = {
  readonly append: (
    stream: string,
    events: readonly ProposedEvent[],
    expected: Expected,
  ) => Promise<Outcome>
  /** Hides what the stream holds; its next append goes on from there. */
  readonly softDelete: (stream: string, expected: Expected) => Promise<Outcome>
  /** Ends the stream for ever. */
  readonly tombstone: (stream: string, expected: Expected) => Promise<Outcome>
  readonly drained: () => Promise<void>
}

export type WriterParts = {
  readonly log: Log
  readonly streams: Streams
  readonly ids: EventIds
  readonly signal: Signal
  readonly now: () => number
}

/** Positions are offsets into the log; 0 is no event's. */
const firstPosition = 256

const endOf = (log: Log): number => {
  const last = log.lastPosition()
  return last === undefined ? firstPosition : last + (log.get(last)?.length ?? 0)
}

const empty = Buffer.alloc(0)

const systemEvent = (type: string, data: Uint8Array): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: empty,
  data,
})

/** Decides on every change in order, at once and in memory, and answers when it is on disk. */
export const createWriter = ({ log, streams, ids, signal, now }: WriterParts): Writer => {
  let end = endOf(log)

  const committer = createCommitter(
    log,
    (writes) => {
      if (writes.length > 0) signal.wake()
    },
    () => {
      // What memory knows beyond the disk never happened.
      streams.reset()
      ids.reset()
      end = endOf(log)
    },
  )

  const write = (state: StreamState, event: ProposedEvent, revision: number): Write => {
    const starting = state.id === undefined
    state.id ??= streams.nextId()
    const position = end
    const { name: stream, id: streamId } = state
    const bytes = encodeRecord({ ...event, stream, revision, position, createdMs: now() })
    end += bytes.length
    ids.remember(stream, event.id, revision)
    return { position, bytes, streamId, revision, ...(starting ? { name: stream } : {}) }
  }

  const writeAll = (state: StreamState, events: readonly ProposedEvent[]): Write[] =>
    events.map((event) => write(state, event, ++state.last))

  const writeMetadata = (stream: string, data: Uint8Array): Write[] => {
    const written = writeAll(streams.get(metastreamOf(stream)), [systemEvent('$metadata', data)])
    streams.get(stream).retention = parseRetention(Buffer.from(data))
    return written
  }

  /** An append to a deleted stream brings it back, from its first new event on. */
  const undelete = (state: StreamState): Write[] =>
    isSoftDeleted(state.retention)
      ? writeMetadata(state.name, Buffer.from(JSON.stringify({ $tb: state.last + 1 })))
      : []

  /** New metadata brings a deleted stream back too; what was deleted stays so. */
  const applyMetadata = (metastream: string, events: readonly ProposedEvent[]): Write[] => {
    const data = events.at(-1)?.data
    if (data === undefined) return []
    const state = streams.get(streamOfMetastream(metastream))
    const wasDeleted = isSoftDeleted(state.retention)
    state.retention = parseRetention(Buffer.from(data))
    if (!wasDeleted || isSoftDeleted(state.retention)) return []
    const merged = withTruncateBefore(Buffer.from(data), state.last + 1)
    return merged === undefined ? [] : writeMetadata(state.name, merged)
  }

  const submit = async (state: StreamState, writes: readonly Write[]): Promise<void> => {
    state.inFlight++
    try {
      await committer.submit(writes)
    } finally {
      state.inFlight--
    }
  }

  const knownOf = (state: StreamState): Known => ({
    revisionOf: (id) => ids.revisionOf(state.name, id),
    idAt: (revision) => {
      const position = state.id === undefined ? undefined : log.positionOf(state.id, revision)
      const bytes = position === undefined ? undefined : log.get(position)
      return bytes === undefined ? undefined : idOf(bytes)
    },
    hasMetadata: () => !isMetastream(state.name) && streams.get(metastreamOf(state.name)).last >= 0,
  })

  /** A repetition of what is still being written is known by its id only. */
  const decide = (
    state: StreamState,
    expected: Expected,
    eventIds: readonly string[],
  ): Decision => {
    const known = knownOf(state)
    const mayBeUnderWay: Known = {
      ...known,
      idAt: (revision) =>
        eventIds.find((id) => known.revisionOf(id) === revision) ?? known.idAt(revision),
    }
    const owner = isMetastream(state.name) ? streams.get(streamOfMetastream(state.name)) : state
    return owner.tombstoned
      ? { kind: 'deleted' }
      : checkAppend(state, expected, eventIds, mayBeUnderWay)
  }

  /** An answer about a state that is not on disk yet waits until it is. */
  const settled = async (state: StreamState, outcome: () => Outcome): Promise<Outcome> => {
    if (state.inFlight > 0) await submit(state, [])
    return outcome()
  }

  const refuse = (
    state: StreamState,
    decision: Exclude<Decision, { kind: 'write' }>,
  ): Promise<Outcome> => {
    const actual = state.last
    return settled(state, () => {
      switch (decision.kind) {
        case 'wrong-revision':
          return { kind: 'wrong-revision', actual }
        case 'deleted':
          return { kind: 'deleted' }
        case 'repeated': {
          const { last } = decision
          const position = state.id === undefined ? undefined : log.positionOf(state.id, last)
          return {
            kind: 'appended',
            revision: last,
            ...(position === undefined ? {} : { position }),
          }
        }
      }
    })
  }

  const finish = async (
    state: StreamState,
    writes: readonly Write[],
    told: Write | undefined,
  ): Promise<Outcome> => {
    const revision = told?.revision ?? state.last
    await submit(state, writes)
    return {
      kind: 'appended',
      revision,
      ...(told === undefined ? {} : { position: told.position }),
    }
  }

  return {
    append: (stream, events, expected) => {
      if (sizeOf(events) > maximumAppendSize) {
        return Promise.resolve({ kind: 'too-large', maximum: maximumAppendSize })
      }
      const state = streams.get(stream)
      const decision = decide(
        state,
        expected,
        events.map(({ id }) => id),
      )
      if (decision.kind !== 'write') return refuse(state, decision)
      const before = events.length === 0 ? [] : undelete(state)
      const written = writeAll(state, events)
      const after = isMetastream(stream) ? applyMetadata(stream, events) : []
      return finish(state, [...before, ...written, ...after], written.at(-1))
    },
    softDelete: (stream, expected) => {
      const state = streams.get(stream)
      const decision = decide(state, expected, [randomUUID()])
      if (decision.kind !== 'write') return refuse(state, decision)
      if (state.last < 0 && !knownOf(state).hasMetadata()) {
        return refuse(state, { kind: 'wrong-revision' })
      }
      const written = writeMetadata(stream, softDeleteMetadata)
      return finish(state, written, written.at(-1))
    },
    tombstone: (stream, expected) => {
      const state = streams.get(stream)
      const decision = decide(state, expected, [randomUUID()])
      if (decision.kind !== 'write') return refuse(state, decision)
      const written = write(state, systemEvent('$streamDeleted', empty), tombstoneRevision)
      state.tombstoned = true
      return finish(state, [written], written)
    },
    drained: committer.drained,
  }
}
