import { LRUCache } from 'lru-cache'
import type { Log } from '../store/log.ts'
import { dataOf, tombstoneRevision } from '../store/record.ts'
import { parseRetention, type Retention } from './retention.ts'

/** What is known of a stream, appends under way included. `last` is -1 when it has no event. */
export type StreamState = {
  readonly name: string
  id: number | undefined
  last: number
  tombstoned: boolean
  retention: Retention
  /** Appends accepted and not yet on disk: such a state can't be read from disk again. */
  inFlight: number
}

export type Streams = {
  readonly get: (name: string) => StreamState
  /** The newest revision that a reader can find, -1 when there is none: what is being written may not come about. */
  readonly lastOnDisk: (state: StreamState) => number
  /** Numbers a stream that begins. */
  readonly nextId: () => number
  /** Forgets everything that is not on disk. */
  readonly reset: () => void
}

const kept = 50_000

export const isMetastream = (name: string): boolean => name.startsWith('$$')
export const metastreamOf = (name: string): string => `$$${name}`
export const streamOfMetastream = (name: string): string => name.slice(2)

/** A metastream keeps its last event only. */
const metastreamRetention: Retention = { maxCount: 1 }

const newest = (log: Log, id: number): { revision: number; position: number } | undefined =>
  log.streamBackwards(id, tombstoneRevision, 1)[0]

export const lastOnDisk = (
  log: Pick<Log, 'streamBackwards'>,
  { id, last, inFlight }: StreamState,
): number => {
  if (inFlight === 0) return last
  if (id === undefined) return -1
  return log.streamBackwards(id, Number.MAX_SAFE_INTEGER, 1)[0]?.revision ?? -1
}

const readRetention = (log: Log, name: string): Retention => {
  if (isMetastream(name)) return metastreamRetention
  const id = log.streamIdOf(metastreamOf(name))
  const last = id === undefined ? undefined : newest(log, id)
  const bytes = last === undefined ? undefined : log.get(last.position)
  return bytes === undefined ? {} : parseRetention(dataOf(bytes))
}

const load = (log: Log, name: string): StreamState => {
  const id = log.streamIdOf(name)
  const last = id === undefined ? undefined : newest(log, id)
  const tombstoned = last?.revision === tombstoneRevision
  const lastLive =
    tombstoned && id !== undefined
      ? log.streamBackwards(id, Number.MAX_SAFE_INTEGER, 1)[0]?.revision
      : last?.revision
  const retention = readRetention(log, name)
  return { name, id, last: lastLive ?? -1, tombstoned, retention, inFlight: 0 }
}

export const createStreams = (log: Log): Streams => {
  // A state under way must stay: what falls out of the cache while it is written is kept here.
  const busy = new Map<string, StreamState>()
  const known = new LRUCache<string, StreamState>({
    max: kept,
    dispose: (state, name, reason) => {
      if (reason === 'evict' && state.inFlight > 0) busy.set(name, state)
    },
  })
  let lastId = log.lastStreamId()
  return {
    get: (name) => {
      const found = known.get(name)
      if (found !== undefined) return found
      const state = busy.get(name) ?? load(log, name)
      busy.delete(name)
      known.set(name, state)
      return state
    },
    lastOnDisk: (state) => lastOnDisk(log, state),
    nextId: () => ++lastId,
    reset: () => {
      known.clear()
      busy.clear()
      lastId = log.lastStreamId()
    },
  }
}
