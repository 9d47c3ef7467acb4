import type { Entry, Log } from '../store/log.ts'
import { StoreDamaged } from '../store/damage.ts'
import { createdMsOf, revisionOf, streamOf } from '../store/record.ts'
import { firstRevision, isSoftDeleted } from './retention.ts'
import { entriesIn, type Step } from './steps.ts'
import {
  isMetastream,
  lastOnDisk,
  streamOfMetastream,
  type StreamState,
  type Streams,
} from './streams.ts'

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
  const hidden = streams.lastOnDisk(state) < 0 || isSoftDeleted(state.retention)
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

const firstShown = (log: Log, state: StreamState): number =>
  firstRevision(state.retention, lastOnDisk(log, state))

type Found = StreamState & { readonly id: number }

/** The events that can be read, from a revision on, that one included. */
export function* scanStreamForwards(
  log: Log,
  state: Found,
  from: StreamFrom,
  now: number,
): Generator<Step, void, undefined> {
  if (from === 'end') return
  let next = from === 'start' ? 0 : from
  for (;;) {
    next = Math.max(next, firstShown(log, state))
    const page = log.streamForwards(state.id, next, pageSize)
    for (const { position, revision } of page) {
      const bytes = eventAt(log, state.name, { revision, position })
      if (bytes !== undefined && isYoung(state, bytes, now)) yield { position, bytes }
      next = revision + 1
    }
    if (page.length === 0) return
    if (page.length === pageSize) yield 'page'
  }
}

/** The events that can be read, from a revision back, that one included. */
export function* scanStreamBackwards(
  log: Log,
  state: Found,
  from: StreamFrom,
  now: number,
): Generator<Step, void, undefined> {
  let next = from === 'end' ? Number.MAX_SAFE_INTEGER : from === 'start' ? 0 : from
  for (;;) {
    const first = firstShown(log, state)
    const page = log.streamBackwards(state.id, next, pageSize)
    for (const { position, revision } of page) {
      if (revision < first) return
      const bytes = eventAt(log, state.name, { revision, position })
      if (bytes !== undefined && isYoung(state, bytes, now)) yield { position, bytes }
      next = revision - 1
    }
    if (page.length === 0 || next < 0) return
    if (page.length === pageSize) yield 'page'
  }
}

type Read = (...scanned: Parameters<typeof scanStreamForwards>) => Generator<Entry, void, undefined>

/** The same without their turns: for streams that are short. */
export const readStreamForwards: Read = (...scanned) => entriesIn(scanStreamForwards(...scanned))
export const readStreamBackwards: Read = (...scanned) => entriesIn(scanStreamBackwards(...scanned))

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
  if (revision < firstShown(log, state)) return undefined
  const position = log.positionOf(state.id, revision)
  const bytes = position === undefined ? undefined : eventAt(log, name, { revision, position })
  return bytes !== undefined && isYoung(state, bytes, now) ? bytes : undefined
}
