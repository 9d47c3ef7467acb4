import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyBaseLogger } from 'fastify'
import type { KeyRate } from '../../domain/accounts/key-limits.ts'
import type { CountedLimits } from '../auth/key-limits.ts'
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
  /** Against those who guess at one subject's secret, wherever they are: looks whether there may be a try, or counts a failed one. */
  readonly guesses: (subject: string, what: 'LOOK' | 'COUNT') => Promise<Counted>
}

const windowMs = 60_000

/** Failed tries at one account; more would be guessing (OWASP ASVS 4.0.3, 2.2.1: no more than a hundred an hour). */
const guessBucket = { size: 100, fillsInMs: 3_600_000 }

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

/** What the owner of a key bounds it by: a bucket of requests that fills up steadily. */
const takeOfKey = async (
  cache: Pick<Cache, 'take'>,
  meterId: string,
  { requests, perSeconds }: KeyRate,
): Promise<Counted> => {
  const bucket = { size: requests, fillsInMs: perSeconds * 1000 }
  const { taken, left, waitMs, fullInMs } = await cache.take(`key-rate:${meterId}`, bucket, 1)
  const headers = {
    'ratelimit-limit': requests.toString(),
    'ratelimit-remaining': left.toString(),
    'ratelimit-reset': Math.ceil(fullInMs / 1000).toString(),
  }
  if (taken) return { headers }
  const detail = `This key may send ${requests} requests in ${perSeconds} seconds.`
  const wait = Math.max(1, Math.ceil(waitMs / 1000)).toString()
  return { failure: { code: 'RATE_LIMITED', detail }, headers: { ...headers, 'retry-after': wait } }
}

const takeGuess = async (
  cache: Pick<Cache, 'take'>,
  subject: string,
  what: 'LOOK' | 'COUNT',
): Promise<Counted> => {
  const key = `guesses:${subject}`
  if (what === 'COUNT') await cache.take(key, guessBucket, 1)
  const { left, fullInMs } = await cache.take(key, guessBucket, 0)
  if (left > 0 || what === 'COUNT') return { headers: {} }
  const detail = 'Too many tries have failed. Wait, or reset the password.'
  const { size, fillsInMs } = guessBucket
  const wait = Math.ceil((fullInMs - fillsInMs + fillsInMs / size) / 1000)
  const headers = { 'retry-after': Math.max(1, wait).toString() }
  return { failure: { code: 'RATE_LIMITED', detail }, headers }
}

/** Counts uses of a key that has so many and no more; the failure when there are none left. */
export type SpendUses = (limits: CountedLimits) => Promise<Failure | undefined>

/** Counts requests by the minute, over both APIs and every process that shares the cache; those of bounded keys, too. */
export const createRateLimit = (
  config: RateLimitConfig,
  cache: Cache,
  logger: FastifyBaseLogger,
  spendUses: SpendUses,
): RateLimit => {
  /** Without an answer from the cache nobody is held up: limits protect the hub, they are not its purpose. */
  const unlessAway = async (counting: () => Promise<Counted>): Promise<Counted> => {
    try {
      return await counting()
    } catch (error) {
      logger.warn({ err: error }, 'rate limits are not counted')
      return { headers: {} }
    }
  }
  const count = (limit: Limit): Promise<Counted> => unlessAway(() => countRequest(cache, limit))
  const countKey = async (limits: CountedLimits, hubs: Counted): Promise<Counted> => {
    const { meterId, rate } = limits
    const own = rate === undefined ? hubs : await unlessAway(() => takeOfKey(cache, meterId, rate))
    if (own.failure !== undefined) return own
    const failure = await spendUses(limits)
    return failure === undefined ? own : { failure, headers: own.headers }
  }
  return {
    caller: async ({ actor, limits }) => {
      const name = `${actor.kind}:${actor.id}`
      const counted = await count({ name, perMinute: config.rateLimitPerMinute })
      return limits === undefined || counted.failure !== undefined
        ? counted
        : countKey(limits, counted)
    },
    address: (ip, what) =>
      count(
        what === 'attempt'
          ? { name: `attempt:${addressOf(ip)}`, perMinute: config.rateLimitLoginPerMinute }
          : { name: `address:${addressOf(ip)}`, perMinute: config.rateLimitAnonymousPerMinute },
      ),
    guesses: (subject, what) => unlessAway(() => takeGuess(cache, subject, what)),
  }
}
