import { LRUCache } from 'lru-cache'
import type { FoldSnapshots } from './snapshots.ts'

/** Which command wrote which part of a stream: what makes a repeated command answer what it answered. */
export type CommandTrace = {
  readonly inputHash: string
  /** The last event that it wrote. */
  readonly eventId: string
  readonly revision: bigint
  readonly position: bigint
}

/** A stream folded up to a revision. `revision` -1n: the stream does not exist. */
export type Folded<State> = {
  readonly state: State
  readonly revision: bigint
  readonly position: bigint
  /** Correlation id of the stream's first event: whose story it belongs to. */
  readonly origin?: string
  /** Grows with the stream; shared between the versions of a fold, so it is only ever added to. */
  readonly commands: Map<string, CommandTrace>
}

/**
 * Folds by stream. Discardable at any time: its presence changes cost, never meaning. A fold never takes the place of a
 * newer one, which a slow reader may bring.
 */
export type FoldCache = {
  readonly get: (stream: string) => Folded<unknown> | undefined
  readonly set: (stream: string, folded: Folded<unknown>) => void
  readonly clear: () => void
  /** Where folds of long streams outlast the process. */
  readonly snapshots?: FoldSnapshots
}

export const createFoldCache = (snapshots?: FoldSnapshots, maxStreams = 10_000): FoldCache => {
  const cache = new LRUCache<string, Folded<unknown>>({ max: maxStreams })
  return {
    get: (stream) => cache.get(stream),
    set: (stream, folded) => {
      const known = cache.get(stream)
      if (known !== undefined && known.revision > folded.revision) return
      cache.set(stream, folded)
      void snapshots?.offer(stream, folded)
    },
    clear: () => cache.clear(),
    ...(snapshots === undefined ? {} : { snapshots }),
  }
}
