import { normalizeIP } from '@fastify/rate-limit'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Headers } from './send-problem.ts'

/** So many requests a minute for whoever has this name. */
export type Limit = { readonly name: string; readonly perMinute: number }

export type Limited = { readonly exceeded: boolean; readonly headers: Headers }

const windowMs = 60_000

/**
 * Counts a request in its minute. Shared by every process that shares the cache; rejects when the cache does not answer.
 */
export const countRequest = async (cache: Cache, limit: Limit): Promise<Limited> => {
  const { value, ttlMs } = await cache.increment(`rate:${limit.name}`, windowMs)
  const reset = Math.max(1, Math.ceil(ttlMs / 1000)).toString()
  const exceeded = value > limit.perMinute
  return {
    exceeded,
    headers: {
      'ratelimit-limit': limit.perMinute.toString(),
      'ratelimit-remaining': Math.max(0, limit.perMinute - value).toString(),
      'ratelimit-reset': reset,
      ...(exceeded ? { 'retry-after': reset } : {}),
    },
  }
}

/** An address as it is counted: of IPv6 the /64 network, which one customer has to himself. */
export const addressOf = (ip: string): string => normalizeIP(ip, 64)
