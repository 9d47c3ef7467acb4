import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyBaseLogger } from 'fastify'
import type { Principal } from '../auth/principal.ts'
import type { Cache } from '../cache/cache.ts'
import type { Config } from '../config/schema.ts'
import type { Failure } from '../errors/problem.ts'
import type { Headers } from './send-problem.ts'

export type RateLimitConfig = Pick<
  Config,
  'rateLimitPerMinute' | 'rateLimitAnonymousPerMinute' | 'rateLimitLoginPerMinute'
>

/** So many requests a minute for whoever has this name. */
export type Limit = { readonly name: string; readonly perMinute: number }

/** The request has been counted; it goes on unless there is a failure. The headers are for its answer either way. */
export type Counted = { readonly failure?: Failure; readonly headers: Headers }

export type RateLimit = {
  /** Against a caller who is known. */
  readonly caller: (principal: Principal) => Promise<Counted>
  /** Against an address; strictly where a secret is tried. */
  readonly address: (ip: string, what: 'request' | 'attempt') => Promise<Counted>
}

const windowMs = 60_000

/** An address as it is counted: of IPv6 the /64 network, which one customer has to himself. */
const addressOf = (ip: string): string => normalizeIP(ip, 64)

const countRequest = async (cache: Cache, { name, perMinute }: Limit): Promise<Counted> => {
  const { value, ttlMs } = await cache.increment(`rate:${name}`, windowMs)
  const reset = Math.max(1, Math.ceil(ttlMs / 1000)).toString()
  const headers = {
    'ratelimit-limit': perMinute.toString(),
    'ratelimit-remaining': Math.max(0, perMinute - value).toString(),
    'ratelimit-reset': reset,
  }
  if (value <= perMinute) return { headers }
  return {
    failure: { code: 'RATE_LIMITED', detail: `${perMinute} requests a minute are allowed here.` },
    headers: { ...headers, 'retry-after': reset },
  }
}

/** Counts requests by the minute, over both APIs and every process that shares the cache. */
export const createRateLimit = (
  config: RateLimitConfig,
  cache: Cache,
  logger: FastifyBaseLogger,
): RateLimit => {
  /** Without an answer from the cache nobody is held up: limits protect the hub, they are not its purpose. */
  const count = async (limit: Limit): Promise<Counted> => {
    try {
      return await countRequest(cache, limit)
    } catch (error) {
      logger.warn({ err: error }, 'rate limits are not counted')
      return { headers: {} }
    }
  }
  return {
    caller: ({ actor }) =>
      count({ name: `${actor.kind}:${actor.id}`, perMinute: config.rateLimitPerMinute }),
    address: (ip, what) =>
      count(
        what === 'attempt'
          ? { name: `attempt:${addressOf(ip)}`, perMinute: config.rateLimitLoginPerMinute }
          : { name: `address:${addressOf(ip)}`, perMinute: config.rateLimitAnonymousPerMinute },
      ),
  }
}
