import { closeSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAppender } from './appender.ts'
import { createCheckpoint, checkpointFile, openCheckpoint } from './checkpoint.ts'
import { isChunkFile, type Chunk } from './chunk.ts'
import { closeChunkSet, endOfLog, firstPosition, openChunkSet, tidy } from './chunks.ts'
import { StoreDamaged } from './damage.ts'
import { createIndex, type Index } from './index.ts'
import type { Indexed, StreamEntry } from './pending.ts'
import { createReader, type LogReader } from './reader.ts'
import type { Entry } from './scan.ts'
import { scavengeChunks, type Scavenging } from './scavenge.ts'
import { checkAndIndex, fingerprintOf, type Notice } from './start-check.ts'

export type { Entry } from './scan.ts'
export type { StreamEntry } from './pending.ts'

/** A record to store, with the stream's number; `name` when the stream begins with it. */
export type Write = Indexed & Entry

/** The log by position, and where a stream's events are. What it reads is on disk, and checked. */
export type Log = LogReader & {
  readonly lastPosition: () => number | undefined
  /** The position behind the last event: that of the next. */
  readonly end: () => number
  readonly streamIdOf: (name: string) => number | undefined
  readonly lastStreamId: () => number
  readonly positionOf: (streamId: number, revision: number) => number | undefined
  readonly streamForwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  readonly streamBackwards: (streamId: number, revision: number, limit: number) => StreamEntry[]
  /** Stores appends, each all or nothing; resolves when all are on disk. They follow one another from `end` on. */
  readonly commit: (appends: readonly (readonly Write[])[]) => Promise<void>
  /** Removes what `isKept` does not want from everything stored until now. Appends and reads go on meanwhile. */
  readonly scavenge: (scavenging: Scavenging) => Promise<void>
  /** Brings the index file up to date with the log. */
  readonly settle: () => Promise<void>
  readonly close: () => Promise<void>
}

const begin = (directory: string): void => {
  const names = readdirSync(directory)
  if (names.includes('log.mdb')) {
    throw new StoreDamaged({
      file: join(directory, 'log.mdb'),
      what: 'the data was written by an earlier version of the embedded event store, which this one does not read',
    })
  }
  if (existsSync(join(directory, checkpointFile))) return
  if (names.some(isChunkFile)) {
    const file = join(directory, checkpointFile)
    throw new StoreDamaged({ file, what: 'the writer’s checkpoint is missing' })
  }
  createCheckpoint(directory, { end: firstPosition })
}

const indexed = (
  index: Index,
): Pick<
  Log,
  'streamIdOf' | 'lastStreamId' | 'positionOf' | 'streamForwards' | 'streamBackwards' | 'settle'
> => ({
  streamIdOf: index.streamIdOf,
  lastStreamId: index.lastStreamId,
  positionOf: index.positionOf,
  streamForwards: index.forwards,
  streamBackwards: index.backwards,
  settle: index.settle,
})

/**
 * Opens the log of a directory, or begins one. What was acknowledged is checked (all of a small log, the newest part of a
 * large one) and damage is thrown as StoreDamaged; what a crash cut short was never acknowledged, and goes.
 */
export const openLog = (directory: string, notice: Notice = () => undefined): Log => {
  begin(directory)
  const checkpoint = openCheckpoint(directory)
  const set = openChunkSet(directory, true)
  let chunks: Chunk[] = []
  try {
    const state = checkpoint.state()
    let end = endOfLog(set.chunks, state.end)
    chunks = tidy(directory, set, end)
    const extent = { chunks: () => chunks, end: () => end }
    const index = createIndex(checkAndIndex(directory, extent, state, notice))
    checkpoint.write({ end }, true)
    const reader = createReader(extent)
    let last = reader.backwards(Infinity, 1)[0]?.position

    const appender = createAppender(directory, {
      chunks: () => chunks,
      begun: (chunk) => {
        chunks = [...chunks, chunk]
      },
    })
    return {
      ...reader,
      ...indexed(index),
      lastPosition: () => last,
      end: () => end,
      commit: async (appends) => {
        const writes = appends.flat()
        const newest = writes.at(-1)
        if (newest === undefined) return
        const to = newest.position + newest.bytes.length
        let indexing: Promise<void> | undefined
        await appender.write(appends, end, () => {
          checkpoint.write({ end: to }, false)
          end = to
          last = newest.position
          // At once: who finds an event in the log finds it in its stream.
          indexing = index.add(writes, to)
        })
        await indexing
      },
      scavenge: async (scavenging) => {
        await appender.rotate(() => end)
        await index.settle()
        await scavengeChunks(
          directory,
          { chunks: () => chunks, replace: (now) => (chunks = [...now]) },
          index,
          scavenging,
        )
      },
      close: async () => {
        await appender.idle()
        await index.close()
        const cleanIndex = fingerprintOf(directory) ?? { size: 0, checksum: 0 }
        checkpoint.write({ end, cleanIndex }, true)
        checkpoint.close()
        chunks.forEach(({ fd }) => closeSync(fd))
      },
    }
  } catch (error) {
    checkpoint.close()
    closeChunkSet({ chunks: chunks.length > 0 ? chunks : set.chunks, replaced: [] })
    throw error
  }
}
