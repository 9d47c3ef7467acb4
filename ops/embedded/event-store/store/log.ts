import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { open, type Database, type RootDatabase } from 'lmdb'

/** A record at its position in the log. */
export type Entry = { readonly position: number; readonly bytes: Buffer }

/** A record to store, with the stream's number; `name` when the stream begins with it. */
export type Write = Entry & {
  readonly streamId: number
  readonly revision: number
  readonly name?: string
}

/** Where a stream's event stands. */
export type StreamEntry = { readonly revision: number; readonly position: number }

/** The data file: the log by position, and two indexes. What it reads is committed and synced. */
export type Log = {
  readonly get: (position: number) => Buffer | undefined
  /** From `position` on, in log order. */
  readonly forwards: (position: number, limit: number) => Entry[]
  /** Below `position`, last first. */
  readonly backwards: (position: number, limit: number) => Entry[]
  readonly lastPosition: () => number | undefined
  readonly streamIdOf: (name: string) => number | undefined
  readonly lastStreamId: () => number
  readonly positionOf: (streamId: number, revision: number) => number | undefined
  readonly streamForwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  readonly streamBackwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  /** Stores all or nothing; resolves when it is on disk. Writes of one call are one transaction. */
  readonly commit: (writes: readonly Write[]) => Promise<void>
  readonly close: () => Promise<void>
}

type Key = [streamId: number, revision: number]

/** LMDB takes keys of up to 1,978 bytes. */
const longestName = 1024

const nameKey = (name: string): string =>
  Buffer.byteLength(name) <= longestName
    ? `n${name}`
    : `h${createHash('sha256').update(name).digest('hex')}`

type Tables = {
  readonly root: RootDatabase
  readonly log: Database<Buffer, number>
  readonly index: Database<number, Key>
  readonly names: Database<number, string>
}

const openTables = (directory: string): Tables => {
  const root = open({
    path: join(directory, 'log.mdb'),
    maxDbs: 4,
    // A put that resolved has been synced: no second sync to wait for.
    overlappingSync: false,
  })
  return {
    root,
    log: root.openDB<Buffer, number>({ name: 'log', encoding: 'binary' }),
    index: root.openDB<number, Key>({ name: 'streams', encoding: 'ordered-binary' }),
    names: root.openDB<number, string>({ name: 'names', encoding: 'ordered-binary' }),
  }
}

const readers = ({
  log,
  index,
}: Tables): Pick<
  Log,
  'get' | 'forwards' | 'backwards' | 'positionOf' | 'streamForwards' | 'streamBackwards'
> => {
  const entries = (range: Iterable<{ key: number; value: Buffer }>): Entry[] =>
    Array.from(range, ({ key, value }) => ({ position: key, bytes: value }))
  const streamEntries = (range: Iterable<{ key: Key; value: number }>): StreamEntry[] =>
    Array.from(range, ({ key, value }) => ({ revision: key[1], position: value }))
  return {
    get: (position) => log.get(position),
    forwards: (position, limit) => entries(log.getRange({ start: position, limit })),
    backwards: (position, limit) =>
      entries(log.getRange({ start: position, reverse: true, limit, exclusiveStart: true })),
    positionOf: (streamId, revision) => index.get([streamId, revision]),
    streamForwards: (streamId, revision, limit) =>
      streamEntries(
        index.getRange({ start: [streamId, revision], end: [streamId + 1, -1], limit }),
      ),
    streamBackwards: (streamId, revision, limit) =>
      streamEntries(
        index.getRange({ start: [streamId, revision], end: [streamId, -1], reverse: true, limit }),
      ),
  }
}

/** Opens the data file of a directory, or makes it. */
export const openLog = (directory: string): Log => {
  const tables = openTables(directory)
  const { root, log, index, names } = tables
  return {
    ...readers(tables),
    lastPosition: () => Array.from(log.getKeys({ reverse: true, limit: 1 }))[0],
    streamIdOf: (name) => names.get(nameKey(name)),
    lastStreamId: () => Array.from(index.getKeys({ reverse: true, limit: 1 }))[0]?.[0] ?? 0,
    commit: async (writes) => {
      await root.batch(() => {
        for (const { position, bytes, streamId, revision, name } of writes) {
          void log.put(position, bytes)
          void index.put([streamId, revision], position)
          if (name !== undefined) void names.put(nameKey(name), streamId)
        }
      })
    },
    close: () => root.close(),
  }
}
