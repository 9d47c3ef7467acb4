import { LRUCache } from 'lru-cache'
import { createBookCache, type BookCache } from './books/book-cache.ts'
import type { Folded } from './folded.ts'
import type { FoldSnapshots } from './snapshots.ts'

/**
 * Folds by stream. Discardable at any time: its presence changes cost, never meaning. A fold never takes the place of a
 * newer one, which a slow reader may bring.
 */
export type FoldCache = {
  readonly get: (stream: string) => Folded<unknown> | undefined
  readonly set: (stream: string, folded: Folded<unknown>) => void
  readonly clear: () => void
  /** What is known of aggregates that keep books. */
  readonly books: BookCache
  /** Where folds of long streams outlast the process. */
  readonly snapshots?: FoldSnapshots
}

export const createFoldCache = (snapshots?: FoldSnapshots, maxStreams = 10_000): FoldCache => {
  const cache = new LRUCache<string, Folded<unknown>>({ max: maxStreams })
  const books = createBookCache()
  return {
    get: (stream) => cache.get(stream),
    set: (stream, folded) => {
      const known = cache.get(stream)
      if (known !== undefined && known.revision > folded.revision) return
      cache.set(stream, folded)
      void snapshots?.offer(stream, folded)
    },
    clear: () => {
      cache.clear()
      books.clear()
    },
    books,
    ...(snapshots === undefined ? {} : { snapshots }),
  }
}
