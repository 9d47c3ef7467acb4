import type { Entry, Log } from '../store/log.ts'
import { StoreDamaged } from '../store/damage.ts'
import { createdMsOf, revisionOf, streamOf } from '../store/record.ts'
import { firstRevision, isSoftDeleted } from './retention.ts'
import { isMetastream, streamOfMetastream, type StreamState, type Streams } from './streams.ts'

export type StreamFrom = 'start' | 'end' | number

/** A stream as a reader finds it. */
export type Readable =
  | { readonly kind: 'found'; readonly state: StreamState & { readonly id: number } }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'deleted' }

const pageSize = 256

const hasId = (state: StreamState): state is StreamState & { id: number } => state.id !== undefined

/** A stream that is deleted for ever takes its metadata with it. */
export const findStream = (streams: Streams, name: string): Readable => {
  const state = streams.get(name)
  const owner = isMetastream(name) ? streams.get(streamOfMetastream(name)) : state
  if (owner.tombstoned || state.tombstoned) return { kind: 'deleted' }
  if (!hasId(state)) return { kind: 'not-found' }
  const hidden = state.last < 0 || isSoftDeleted(state.retention)
  return hidden ? { kind: 'not-found' } : { kind: 'found', state }
}

const isYoung = ({ retention }: StreamState, bytes: Buffer, now: number): boolean =>
  retention.maxAgeMs === undefined || createdMsOf(bytes) >= now - retention.maxAgeMs

/** The event that the index leads to: the right one, or, when it was scavenged, none. Throws StoreDamaged. */
const eventAt = (
  log: Log,
  stream: string,
  { revision, position }: { readonly revision: number; readonly position: number },
): Buffer | undefined => {
  const bytes = log.get(position)
  const isRight =
    bytes === undefined
      ? log.isPlace(position)
      : revisionOf(bytes) === revision && streamOf(bytes) === stream
  if (isRight) return bytes
  const what = 'the index leads to another event'
  throw new StoreDamaged({ file: 'index', what, position, stream })
}

/** The events that can be read, from a revision on, that one included. */
export function* readStreamForwards(
  log: Log,
  state: StreamState & { readonly id: number },
  from: StreamFrom,
  now: number,
): Generator<Entry, void, undefined> {
  if (from === 'end') return
  let next = from === 'start' ? 0 : from
  for (;;) {
    next = Math.max(next, firstRevision(state.retention, state.last))
    const page = log.streamForwards(state.id, next, pageSize)
    for (const { position, revision } of page) {
      const bytes = eventAt(log, state.name, { revision, position })
      if (bytes !== undefined && isYoung(state, bytes, now)) yield { position, bytes }
      next = revision + 1
    }
    if (page.length === 0) return
  }
}

/** The events that can be read, from a revision back, that one included. */
export function* readStreamBackwards(
  log: Log,
  state: StreamState & { readonly id: number },
  from: StreamFrom,
  now: number,
): Generator<Entry, void, undefined> {
  let next = from === 'end' ? Number.MAX_SAFE_INTEGER : from === 'start' ? 0 : from
  for (;;) {
    const first = firstRevision(state.retention, state.last)
    const page = log.streamBackwards(state.id, next, pageSize)
    for (const { position, revision } of page) {
      if (revision < first) return
      const bytes = eventAt(log, state.name, { revision, position })
      if (bytes !== undefined && isYoung(state, bytes, now)) yield { position, bytes }
      next = revision - 1
    }
    if (page.length === 0 || next < 0) return
  }
}

/** The event of a stream at a revision, when it can be read. */
export const readEventAt = (
  log: Log,
  streams: Streams,
  name: string,
  revision: number,
  now: number,
): Buffer | undefined => {
  const found = findStream(streams, name)
  if (found.kind !== 'found') return undefined
  const { state } = found
  if (revision < firstRevision(state.retention, state.last)) return undefined
  const position = log.positionOf(state.id, revision)
  const bytes = position === undefined ? undefined : eventAt(log, name, { revision, position })
  return bytes !== undefined && isYoung(state, bytes, now) ? bytes : undefined
}
