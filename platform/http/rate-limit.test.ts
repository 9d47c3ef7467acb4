import t from 'tap'
import type { Principal } from '../auth/principal.ts'
import { createMemoryCache } from '../cache/memory-cache.ts'
import { createLogger } from '../telemetry/logger.ts'
import { createRateLimit } from './rate-limit.ts'

const config = { rateLimitPerMinute: 3, rateLimitAnonymousPerMinute: 2, rateLimitLoginPerMinute: 1 }
const logger = createLogger('silent')
const unlimited = () => Promise.resolve(undefined)
const someone = (id: string): Principal => ({
  actor: { kind: 'user', id },
  organisation: 'lab',
  scopes: [],
  roles: [],
})

t.test('each caller, address and kind of attempt has a count of its own', async (t) => {
  const limit = createRateLimit(config, createMemoryCache(), logger, unlimited)
  const allowed = async (count: () => ReturnType<typeof limit.caller>): Promise<number> => {
    for (let n = 0; ; n++) if ((await count()).failure !== undefined) return n
  }
  t.equal(await allowed(() => limit.caller(someone('a'))), 3)
  t.equal(await allowed(() => limit.caller(someone('b'))), 3)
  t.equal(await allowed(() => limit.address('203.0.113.7', 'request')), 2)
  t.equal(await allowed(() => limit.address('203.0.113.8', 'request')), 2)
  t.equal(await allowed(() => limit.address('203.0.113.7', 'attempt')), 1)
  t.equal(await allowed(() => limit.address('2001:db8::1', 'request')), 2)
  t.equal(await allowed(() => limit.address('2001:db8::2', 'request')), 0, 'the same /64')
  t.equal(await allowed(() => limit.address('2001:db8:0:1::1', 'request')), 2, 'another')
})

t.test('the headers count down, and say when to come back', async (t) => {
  const limit = createRateLimit(config, createMemoryCache(), logger, unlimited)
  const first = await limit.caller(someone('a'))
  t.match(first.headers, { 'ratelimit-limit': '3', 'ratelimit-remaining': '2' })
  t.notOk('retry-after' in first.headers)
  await limit.caller(someone('a'))
  await limit.caller(someone('a'))
  const over = await limit.caller(someone('a'))
  t.match(over, {
    failure: { code: 'RATE_LIMITED' },
    headers: { 'ratelimit-remaining': '0', 'retry-after': over.headers['ratelimit-reset'] },
  })
})

t.test('processes that share the cache share the count', async (t) => {
  const cache = createMemoryCache()
  const [one, other] = [0, 1].map(() => createRateLimit(config, cache, logger, unlimited))
  await one?.address('203.0.113.7', 'attempt')
  t.match(await other?.address('203.0.113.7', 'attempt'), { failure: { code: 'RATE_LIMITED' } })
})

t.test('without a cache nobody is held up', async (t) => {
  const away = { ...createMemoryCache(), increment: () => Promise.reject(new Error('away')) }
  const limit = createRateLimit({ ...config, rateLimitPerMinute: 1 }, away, logger, unlimited)
  for (let n = 0; n < 3; n++) t.same(await limit.caller(someone('a')), { headers: {} })
})

t.test('a key has a bucket of its own, over all that shares its meter', async (t) => {
  const limit = createRateLimit(
    { ...config, rateLimitPerMinute: 1000 },
    createMemoryCache(),
    logger,
    unlimited,
  )
  const key = (id: string): Principal => ({
    ...someone(id),
    limits: { meterId: 'meter', rate: { requests: 2, perSeconds: 60 } },
  })
  const first = await limit.caller(key('old'))
  t.match(first.headers, { 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
  await limit.caller(key('new'))
  t.match(await limit.caller(key('old')), {
    failure: { code: 'RATE_LIMITED' },
    headers: { 'ratelimit-remaining': '0', 'retry-after': '30', 'ratelimit-reset': '60' },
  })
})

t.test('uses are counted for who was let through alone', async (t) => {
  let spent = 0
  const limit = createRateLimit(
    { ...config, rateLimitPerMinute: 2 },
    createMemoryCache(),
    logger,
    async () => (++spent > 1 ? { code: 'USAGE_EXCEEDED', detail: 'none left' } : undefined),
  )
  const key = { ...someone('a'), limits: { meterId: 'meter', quota: { uses: 1 } } }
  t.equal((await limit.caller(key)).failure, undefined)
  t.match(await limit.caller(key), { failure: { code: 'USAGE_EXCEEDED' } })
  t.match(await limit.caller(key), { failure: { code: 'RATE_LIMITED' } })
  t.equal(spent, 2)
})
