import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { open, type Database, type RootDatabase } from 'lmdb'
import type { Indexed, StreamEntry } from './pending.ts'

export const indexFileName = 'index.mdb'

type Key = [streamId: number, revision: number]

/** LMDB takes keys of up to 1,978 bytes. */
const longestName = 1024

const nameKey = (name: string): string =>
  Buffer.byteLength(name) <= longestName
    ? `n${name}`
    : `h${createHash('sha256').update(name).digest('hex')}`

/** The index in LMDB: streams by name, positions by stream and revision. It follows from the log. */
export type IndexFile = {
  /** Every event before this position is in it. */
  readonly indexedTo: () => number
  readonly streamIdOf: (name: string) => number | undefined
  readonly lastStreamId: () => number
  readonly positionOf: (streamId: number, revision: number) => number | undefined
  readonly forwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  readonly backwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  readonly count: () => number
  /** Resolves when it is on disk. */
  readonly put: (entries: readonly Indexed[], indexedTo: number) => Promise<void>
  /** The same at once, for building it anew: `fill` adds, and sees what it added. */
  readonly build: (fill: (add: (entry: Indexed) => void) => number) => void
  readonly remove: (entries: readonly { streamId: number; revision: number }[]) => Promise<void>
  readonly close: () => Promise<void>
}

export const removeIndexFile = (directory: string): void => {
  for (const name of [indexFileName, `${indexFileName}-lock`]) {
    rmSync(join(directory, name), { force: true })
  }
}

type Tables = {
  readonly root: RootDatabase
  readonly streams: Database<number, Key>
  readonly names: Database<number, string>
  readonly state: Database<number, string>
}

const openTables = (directory: string): Tables => {
  const root = open({
    path: join(directory, indexFileName),
    maxDbs: 4,
    // A put that resolved has been synced: no second sync to wait for.
    overlappingSync: false,
  })
  return {
    root,
    streams: root.openDB<number, Key>({ name: 'streams', encoding: 'ordered-binary' }),
    names: root.openDB<number, string>({ name: 'names', encoding: 'ordered-binary' }),
    state: root.openDB<number, string>({ name: 'state', encoding: 'ordered-binary' }),
  }
}

const entriesOf = (range: Iterable<{ key: Key; value: number }>): StreamEntry[] =>
  Array.from(range, ({ key, value }) => ({ revision: key[1], position: value }))

/** Opens the index of a directory, or makes an empty one. */
export const openIndexFile = (directory: string): IndexFile => {
  const { root, streams, names, state } = openTables(directory)
  // A number is not given again, though a scavenge leaves nothing of its stream.
  let lastId = state.get('lastStreamId') ?? 0
  const keepState = (indexedTo: number): void => {
    void state.put('indexedTo', indexedTo)
    void state.put('lastStreamId', lastId)
  }
  const add = ({ streamId, revision, position, name }: Indexed): void => {
    lastId = Math.max(lastId, streamId)
    void streams.put([streamId, revision], position)
    if (name !== undefined) void names.put(nameKey(name), streamId)
  }
  return {
    indexedTo: () => state.get('indexedTo') ?? 0,
    streamIdOf: (name) => names.get(nameKey(name)),
    lastStreamId: () => lastId,
    positionOf: (streamId, revision) => streams.get([streamId, revision]),
    forwards: (streamId, revision, limit) =>
      entriesOf(streams.getRange({ start: [streamId, revision], end: [streamId + 1, -1], limit })),
    backwards: (streamId, revision, limit) =>
      entriesOf(
        streams.getRange({
          start: [streamId, revision],
          end: [streamId, -1],
          reverse: true,
          limit,
        }),
      ),
    count: () => streams.getCount(),
    put: async (entries, indexedTo) => {
      await root.batch(() => {
        entries.forEach(add)
        keepState(indexedTo)
      })
      root.resetReadTxn()
    },
    build: (fill) => {
      root.transactionSync(() => {
        keepState(fill(add))
      })
      root.resetReadTxn()
    },
    remove: async (entries) => {
      await root.batch(() => {
        for (const { streamId, revision } of entries) void streams.remove([streamId, revision])
      })
      root.resetReadTxn()
    },
    close: () => root.close(),
  }
}
