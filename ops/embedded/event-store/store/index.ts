import { createPending, type Indexed, type StreamEntry } from './pending.ts'
import type { IndexFile } from './index-file.ts'

/** Finds events by stream. What was just appended is found at once and reaches the file a little later, in bulk. */
export type Index = {
  readonly streamIdOf: (name: string) => number | undefined
  readonly lastStreamId: () => number
  readonly positionOf: (streamId: number, revision: number) => number | undefined
  readonly forwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  readonly backwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  /** `end` is the position behind them. Resolves at once, unless the file is far behind. */
  readonly add: (entries: readonly Indexed[], end: number) => Promise<void>
  readonly remove: (entries: readonly { streamId: number; revision: number }[]) => Promise<void>
  /** Resolves when all of it is in the file. */
  readonly settle: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * A file is written to when so much is waiting, and waited for when it is this far behind. Who asks waits while entries are
 * handed to the file: a few milliseconds for so many.
 */
const bulk = 1_024
const farBehind = 65_536

export const createIndex = (file: IndexFile): Index => {
  const pending = createPending()
  let lastId = file.lastStreamId()
  let end = file.indexedTo()
  let writing: Promise<void> | undefined

  const write = async (): Promise<void> => {
    const entries = [...pending.all()]
    await file.put(entries, end)
    pending.drop(entries)
  }
  const settle = async (): Promise<void> => {
    while (pending.size() > 0) {
      writing ??= write().finally(() => (writing = undefined))
      await writing
    }
  }

  return {
    streamIdOf: (name) => pending.streamIdOf(name) ?? file.streamIdOf(name),
    lastStreamId: () => lastId,
    positionOf: (streamId, revision) =>
      pending.of(streamId).find((entry) => entry.revision === revision)?.position ??
      file.positionOf(streamId, revision),
    forwards: (streamId, revision, limit) => {
      const stored = file.forwards(streamId, revision, limit)
      if (stored.length >= limit) return stored
      const last = stored.at(-1)?.revision ?? -1
      const newer = pending.of(streamId).filter((entry) => entry.revision > last)
      return [...stored, ...newer.filter((entry) => entry.revision >= revision)].slice(0, limit)
    },
    backwards: (streamId, revision, limit) => {
      const newest = pending
        .of(streamId)
        .filter((entry) => entry.revision <= revision)
        .slice(-limit)
        .reverse()
      const first = newest.at(-1)?.revision
      if (newest.length >= limit || first === 0) return newest
      const below = first === undefined ? revision : first - 1
      // Below the tombstone, the greatest number there is, a step of one is none.
      const from = below === first ? Number.MAX_SAFE_INTEGER : below
      return [...newest, ...file.backwards(streamId, from, limit - newest.length)]
    },
    add: async (entries, to) => {
      pending.add(entries)
      end = to
      for (const { streamId } of entries) lastId = Math.max(lastId, streamId)
      if (pending.size() < bulk) return
      writing ??= write().finally(() => (writing = undefined))
      if (pending.size() >= farBehind) await writing
      // A failure is met again by whoever waits for the file; until then what is pending stays in memory.
      else writing.catch(() => undefined)
    },
    remove: async (entries) => {
      await settle()
      await file.remove(entries)
    },
    settle,
    close: async () => {
      await settle()
      await file.close()
    },
  }
}
