import type { Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { hotWrites, repairHotCache } from './hot-cache.ts'
import { persistently } from './persistently.ts'
import type { RowChanges } from './row-set.ts'

/** Keeps the hot keys behind the rows. A cache that is away stops nothing: it is repaired when it is back. */
export type HotWriter = {
  readonly write: (changes: RowChanges, position: bigint) => Promise<void>
  /**
   * Around a change of rows behind the position that the keys are at: the cache forgets where it is, the change is made,
   * and all keys are written anew. Whatever fails in between, the cache claims nothing that it does not hold.
   */
  readonly around: <T>(change: () => Promise<T>) => Promise<T>
  readonly isHealthy: () => boolean
  /** Resolves when the repair under way, if any, has ended. */
  readonly settled: () => Promise<void>
}

export type HotWriterOptions = {
  readonly pool: Pool
  readonly cache: Cache
  readonly generation: number
  /** Where the committed rows are. */
  readonly reached: () => bigint
  readonly signal: AbortSignal
  readonly onTrouble: (error: unknown) => void
}

/** Whatever the trouble with the cache is: it is tried again until the projector stops. */
const whatever = (): boolean => true

/** Starts with a repair, because nobody knows what happened between the last commit and the end of the process. */
export const startHotWriter = (options: HotWriterOptions): HotWriter => {
  const { pool, cache, generation, reached, signal, onTrouble } = options
  let repairing: Promise<void> | undefined

  const repairAll = async (): Promise<void> => {
    for (let done = -1n; done !== reached(); ) {
      const target = reached()
      await repairHotCache(pool, cache, generation, target)
      done = target
    }
    // At once, before anybody else's turn: what is committed from here on is written by its own commit.
    repairing = undefined
  }

  const startRepair = (): void => {
    repairing ??= persistently(repairAll, whatever, signal, onTrouble)
      .catch(onTrouble)
      .finally(() => {
        repairing = undefined
      })
  }

  startRepair()
  return {
    write: async (changes, position) => {
      // A repair goes on until it has caught up with the rows, these included.
      if (repairing !== undefined) return
      try {
        await cache.write(hotWrites(generation, changes, position))
      } catch (error) {
        onTrouble(error)
        startRepair()
      }
    },
    around: async (change) => {
      await repairing
      await cache.delete(hotKeys(generation).position)
      try {
        return await change()
      } finally {
        startRepair()
        await repairing
      }
    },
    isHealthy: () => repairing === undefined,
    settled: async () => repairing,
  }
}
