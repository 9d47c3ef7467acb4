import { LRUCache } from 'lru-cache'
import type { Bucket, Cache, Taken } from '../../platform/cache/cache.ts'
import { createStreamLocks, type StreamLocks } from '../shared/stream-locks.ts'

/** Uses that this process may give away without asking the log again. */
export type Block = {
  readonly meterId: string
  readonly period: string
  readonly blockId: string
  left: number
}

/** What a process remembers of the keys that are used here: never the truth, which is the log's. */
export type KeyMeter = {
  /** By the id of the usage stream. */
  readonly blocks: Map<string, Block>
  readonly locks: StreamLocks
  /** The day on which a key's use was noted last. */
  readonly noted: LRUCache<string, string>
  readonly takeTokens: (meterId: string, bucket: Bucket, tokens: number) => Promise<Taken>
}

const maxKeys = 10_000

export const createKeyMeter = (cache: Pick<Cache, 'take'>): KeyMeter => ({
  blocks: new Map(),
  locks: createStreamLocks(),
  noted: new LRUCache({ max: maxKeys }),
  takeTokens: (meterId, bucket, tokens) => cache.take(`key-rate:${meterId}`, bucket, tokens),
})
