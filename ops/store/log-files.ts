import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkpointFile, readCheckpoint } from '../embedded/event-store/store/checkpoint.ts'
import { isChunkFile } from '../embedded/event-store/store/chunk.ts'
import {
  closeChunkSet,
  endOfFiles,
  endOfLog,
  openChunkSet,
  type ChunkSet,
} from '../embedded/event-store/store/chunks.ts'
import { StoreDamaged } from '../embedded/event-store/store/damage.ts'
import type { Extent } from '../embedded/event-store/store/reader.ts'
import { holderOfDirectory } from '../embedded/event-store/lock.ts'
import { StoreToolError } from './problem.ts'

/** The log of a directory, read from outside: a node may be running on it. */
export type LogFiles = {
  readonly extent: Extent
  readonly set: ChunkSet
  /** The process that runs on it. */
  readonly holder: number | undefined
  readonly close: () => void
}

export const requireStore = (directory: string): void => {
  if (
    existsSync(directory) &&
    readdirSync(directory).some((name) => isChunkFile(name) || name === checkpointFile)
  )
    return
  throw new StoreToolError('NO_STORE', `${directory} holds no event store`)
}

/** A file may be gone between the listing and its opening, when a scavenge has just replaced it. */
const attempts = 5

const openSet = (directory: string): ChunkSet => {
  for (let attempt = 1; ; attempt++) {
    try {
      return openChunkSet(directory)
    } catch (error) {
      const passing =
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ENOENT' || holderOfDirectory(directory) !== undefined)
      if (!passing || attempt === attempts) throw error
    }
  }
}

/**
 * Opens the files for reading. Their end is what has been acknowledged: a running node writes beyond it. Open files stay
 * readable though a scavenge replaces them. Throws StoreDamaged, StoreToolError.
 */
export const openLogFiles = (directory: string): LogFiles => {
  requireStore(directory)
  const holder = holderOfDirectory(directory)
  const set = openSet(directory)
  // After the files: every chunk but the last ends before what was acknowledged by now.
  const state = readCheckpoint(directory)
  try {
    if (state === undefined) {
      const file = join(directory, checkpointFile)
      throw new StoreDamaged({ file, what: 'the writer’s checkpoint can’t be read' })
    }
    const end =
      holder === undefined
        ? endOfLog(set.chunks, state.end)
        : Math.min(state.end, endOfFiles(set.chunks))
    return {
      extent: { chunks: () => set.chunks, end: () => end },
      set,
      holder,
      close: () => closeChunkSet(set),
    }
  } catch (error) {
    closeChunkSet(set)
    throw error
  }
}
