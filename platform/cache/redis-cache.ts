import { type ChainableCommander, Redis } from 'ioredis'
import type { Cache, CacheWrite, Scored } from './cache.ts'
import { takeFrom } from './bucket.ts'
import { advanceScript, incrementScript, takeScript } from './redis-scripts.ts'

export type RedisCacheOptions = {
  /** Put before every key, so that several hubs can share one server. */
  readonly prefix?: string
  /** Called for each lost or refused connection; the client goes on trying. */
  readonly onError?: (error: Error) => void
}

const connect = async (url: string, { prefix = '', onError }: RedisCacheOptions) => {
  const redis = new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    // A request must not hang on a cache that is gone: it fails soon, while reconnecting goes on for ever.
    maxRetriesPerRequest: 2,
    commandTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 2_000),
  })
  let refused: Error | undefined
  redis.on('error', (error: Error) => {
    refused = error
    onError?.(error)
  })
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    throw refused ?? error
  }
}

const pairs = (flat: readonly string[]): readonly Scored[] =>
  flat.flatMap((member, index) =>
    index % 2 === 0 ? [{ member, score: Number(flat[index + 1]) }] : [],
  )

const queue = (batch: ChainableCommander, write: CacheWrite): unknown => {
  switch (write.kind) {
    case 'set':
      return write.ttlMs === undefined
        ? batch.set(write.key, write.value)
        : batch.set(write.key, write.value, 'PX', write.ttlMs)
    case 'delete':
      return batch.del(write.key)
    case 'hashSet':
      return Object.keys(write.fields).length > 0 && batch.hset(write.key, write.fields)
    case 'hashDelete':
      return batch.hdel(write.key, write.field)
    case 'sortedAdd':
      return batch.zadd(write.key, write.score, write.member)
    case 'sortedRemove':
      return batch.zrem(write.key, write.member)
    case 'advance':
      return batch.eval(advanceScript, 1, write.key, write.position.toString())
    default:
      return write satisfies never
  }
}

/** Connects; rejects with the reason when the server can't be reached. */
export const connectRedisCache = async (
  url: string,
  options: RedisCacheOptions = {},
): Promise<Cache> => {
  const redis = await connect(url, options)

  const writeAll = async (writes: readonly CacheWrite[]): Promise<void> => {
    if (writes.length === 0) return
    const batch = redis.multi()
    for (const write of writes) queue(batch, write)
    for (const [error] of (await batch.exec()) ?? []) if (error) throw error
  }
  const writeOne = (write: CacheWrite): Promise<void> => writeAll([write])

  return {
    get: async (key) => (await redis.get(key)) ?? undefined,
    getMany: async (keys) =>
      keys.length === 0 ? [] : (await redis.mget(...keys)).map((value) => value ?? undefined),
    set: async (key, value, ttlMs) => {
      await (ttlMs === undefined ? redis.set(key, value) : redis.set(key, value, 'PX', ttlMs))
    },
    setIfAbsent: async (key, value, ttlMs) =>
      (await redis.set(key, value, 'PX', ttlMs, 'NX')) === 'OK',
    delete: async (key) => (await redis.del(key)) > 0,
    increment: async (key, ttlMs) => {
      // The script returns two numbers; ioredis can't know that.
      const [value, left] = (await redis.eval(incrementScript, 1, key, ttlMs)) as [number, number]
      return { value, ttlMs: left }
    },
    take: async (key, bucket, tokens) => {
      const { size, fillsInMs } = bucket
      // The script returns two texts; ioredis can't know that.
      const [kept, now] = (await redis.eval(takeScript, 1, key, size, fillsInMs, tokens)) as [
        string,
        string,
      ]
      return takeFrom(bucket, tokens, kept === '' ? undefined : Number(kept), Number(now)).answer
    },
    hashSet: (key, fields) => writeOne({ kind: 'hashSet', key, fields }),
    hashGet: async (key, field) => (await redis.hget(key, field)) ?? undefined,
    hashGetAll: (key) => redis.hgetall(key),
    hashDelete: async (key, field) => {
      await redis.hdel(key, field)
    },
    sortedAdd: async (key, member, score) => {
      await redis.zadd(key, score, member)
    },
    sortedRemove: async (key, member) => {
      await redis.zrem(key, member)
    },
    sortedRange: async (key, from, to) =>
      pairs(await redis.zrange(key, from, String(to), 'WITHSCORES')),
    sortedRank: async (key, member) => (await redis.zrank(key, member)) ?? undefined,
    sortedCount: (key) => redis.zcard(key),
    advance: async (key, position) =>
      (await redis.eval(advanceScript, 1, key, position.toString())) === 1,
    write: writeAll,
    ping: async () => {
      await redis.ping()
    },
    close: async () => {
      await redis.quit().catch(() => {
        redis.disconnect()
      })
    },
  }
}
