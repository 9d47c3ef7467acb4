import { randomUUID } from 'node:crypto'
import t from 'tap'
import { z } from 'zod'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { call, succeed, type Call } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { logIn, makeOperator, signUp, type Person } from './kit/people.ts'

t.setTimeout(120_000)
const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
let owner = await signUp(hub, 'owner', ['consumer', 'developer'])
let stranger = await signUp(hub, 'stranger')

/** Time passes, and people log in again. */
const advance = async (ms: number): Promise<void> => {
  hub.clock.advance(ms)
  const again = async (person: Person) => ({
    ...person,
    token: (await logIn(hub, person.email)).accessToken,
  })
  ;[owner, stranger] = await Promise.all([again(owner), again(stranger)])
}

const Made = z.object({ key: z.string(), keyId: z.string(), expiresAt: z.string() })
type Made = z.output<typeof Made>
const make = async (body: object = {}, by?: Person): Promise<Made> => {
  const made = await succeed(app, 'POST', '/v1/api-keys', {
    token: (by ?? owner).token,
    body: { name: 'ci', scopes: ['jobs:read', 'jobs:write'], ...body },
  })
  return Made.parse(made.body)
}
const patch = (keyId: string, body: object, more: Call = {}) =>
  call(app, 'PATCH', `/v1/api-keys/${keyId}`, { token: owner.token, body, ...more })
const rotate = (keyId: string, body: object = {}, more: Call = {}) =>
  call(app, 'POST', `/v1/api-keys/${keyId}/rotate`, { token: owner.token, body, ...more })
const Check = z.looseObject({ code: z.string(), stream: z.string() })
const check = async (key: string, body: object = {}, by: Person = owner) => {
  const asked = { token: by.token, body: { key, ...body } }
  return Check.parse((await succeed(app, 'POST', '/v1/api-key-checks', asked)).body)
}
/** What a request with the key is answered: NOT_FOUND for who gets through. */
const use = (apiKey: string, where = app) =>
  call(where, 'GET', `/v1/jobs/${randomUUID()}`, { apiKey })

t.test('what a key is called and may do can change', async (t) => {
  const { key, keyId } = await make()
  const first = await patch(keyId, { name: 'nightly', scopes: ['jobs:read'] })
  t.match(first.body, { revision: '1' })
  t.match(await check(key), { code: 'VALID', name: 'nightly', scopes: ['jobs:read'] })
  t.match((await patch(keyId, { name: 'nightly' })).body, { revision: '1' }, 'so it is already')
  const stale = await patch(keyId, { name: 'x' }, { headers: { 'if-match': '"0"' } })
  t.equal(stale.body.code, 'PRECONDITION_FAILED')
  const beyond = await patch(keyId, { scopes: ['jobs:read', 'devices:write'] })
  t.equal(beyond.body.code, 'SCOPE_EXCEEDS_GRANTOR')
  t.equal((await patch(keyId, {}, { token: stranger.token })).body.code, 'NOT_FOUND')
  t.equal((await patch(keyId, { enabled: false })).status, 200)
  t.equal((await use(key)).body.code, 'UNAUTHENTICATED')
  t.equal((await patch(keyId, { enabled: true })).status, 200)
  t.equal((await use(key)).body.code, 'NOT_FOUND')
  await succeed(app, 'DELETE', `/v1/api-keys/${keyId}`, { token: owner.token })
  t.equal((await patch(keyId, { name: 'late' })).body.code, 'API_KEY_ENDED')
})

t.test('no key sets its own bounds', async (t) => {
  const { key, keyId } = await make({ scopes: ['accounts:write'] })
  const raised = await call(app, 'PATCH', `/v1/api-keys/${keyId}`, { apiKey: key, body: {} })
  t.equal(raised.body.code, 'FORBIDDEN')
})

t.test('a key that is replaced lives on for its grace, and no longer', async (t) => {
  const old = await make({ limits: { quota: { uses: 5 } }, expiresInDays: 10 })
  t.equal((await use(old.key)).body.code, 'NOT_FOUND')
  const again = randomUUID()
  const fresh = await rotate(old.keyId, { graceSeconds: 3600 }, { key: again })
  t.equal(fresh.status, 201)
  t.match(fresh.body, { predecessor: { keyId: old.keyId }, scopes: ['jobs:write', 'jobs:read'] })
  const repeated = await rotate(old.keyId, { graceSeconds: 3600 }, { key: again })
  t.equal(repeated.body.key, fresh.body.key, 'the same request gets the same key')
  t.equal((await rotate(old.keyId)).body.code, 'API_KEY_ENDED', 'it has one successor')
  t.equal((await use(old.key)).body.code, 'NOT_FOUND')
  t.match(await check(String(fresh.body.key), { cost: 0 }), { code: 'VALID', remaining: 3 })
  await advance(3_600_000)
  t.equal((await use(old.key)).body.code, 'UNAUTHENTICATED')
  t.match(await check(old.key), { code: 'EXPIRED' })
  t.match(await check(String(fresh.body.key)), { code: 'VALID', remaining: 2 })

  const short = await make({ expiresInDays: 1 })
  const late = await rotate(short.keyId, { graceSeconds: 7 * 86_400 })
  t.equal(late.body.predecessor.graceUntil, short.expiresAt, 'never beyond its own end')
  const lost = await make()
  const at = await rotate(lost.keyId)
  t.equal((await use(lost.key)).body.code, 'UNAUTHENTICATED', 'without grace it stops at once')
  t.equal((await use(String(at.body.key))).body.code, 'NOT_FOUND')
})

t.test('so many uses and no more, over processes and restarts', async (t) => {
  const { key } = await make({ limits: { quota: { uses: 4, refill: { every: 'DAY' } } } })
  const other = await hub.open(createMemoryCache())
  t.teardown(() => other.close())
  for (const where of [app, other, app, other])
    t.equal((await use(key, where)).body.code, 'NOT_FOUND')
  for (const where of [app, other])
    t.match((await use(key, where)).body, { status: 429, code: 'USAGE_EXCEEDED' })
  t.match(await check(key), { code: 'USAGE_EXCEEDED', remaining: 0, refillsAt: /T00:00:00/ })
  const restarted = await hub.open(createMemoryCache())
  t.teardown(() => restarted.close())
  t.equal((await use(key, restarted)).body.code, 'USAGE_EXCEEDED')
  await advance(86_400_000)
  t.match(await check(key, { cost: 4 }), { code: 'VALID', remaining: 0 })
  t.equal((await use(key)).body.code, 'USAGE_EXCEEDED')
})

t.test('so fast and no faster, with headers', async (t) => {
  const { key } = await make({ limits: { rate: { requests: 2, perSeconds: 3600 } } })
  t.match((await use(key)).headers, { 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
  t.equal((await use(key)).body.code, 'NOT_FOUND')
  const over = await use(key)
  t.match(over.body, { status: 429, code: 'RATE_LIMITED' })
  t.match(over.headers, { 'ratelimit-remaining': '0', 'retry-after': /^\d+$/ })
  t.match(await check(key), { code: 'RATE_LIMITED', retryAfter: Number })
})

t.test('every verdict on a key', async (t) => {
  const good = await make()
  t.match(await check(good.key, { scopes: ['jobs:read'] }), {
    code: 'VALID',
    keyId: good.keyId,
    name: 'ci',
    scopes: ['jobs:write', 'jobs:read'],
  })
  t.match(await check(good.key, { scopes: ['catalog:write'] }), {
    code: 'INSUFFICIENT_PERMISSIONS',
  })
  t.strictSame(
    [await check('qhub_guess'), await check(good.key, {}, stranger)].map(
      ({ code, keyId, stream }) => ({ code, keyId, stream }),
    ),
    Array(2).fill({ code: 'NOT_FOUND', keyId: undefined, stream: 'apiKey-none' }),
    'of a key of others nothing is told',
  )
  const off = await make()
  await patch(off.keyId, { enabled: false })
  t.match(await check(off.key), { code: 'DISABLED' })
  const short = await make({ expiresInDays: 1 })
  await advance(86_400_000)
  t.match(await check(short.key), { code: 'EXPIRED' })
  const operator = await makeOperator(hub)
  const maker = await signUp(hub, 'maker')
  const orphan = await make({}, maker)
  await succeed(app, 'POST', `/v1/accounts/${maker.userId}/disable`, {
    token: operator.token,
    body: { reason: 'test' },
  })
  t.match(await check(orphan.key, {}, operator), { code: 'FORBIDDEN' })
})

t.test('the same check counts once', async (t) => {
  const { key } = await make({ limits: { quota: { uses: 3 } } })
  const once = { token: owner.token, key: randomUUID(), body: { key } }
  for (const time of [1, 2, 3])
    t.match(
      (await succeed(app, 'POST', '/v1/api-key-checks', once)).body,
      { remaining: 2 },
      `time ${time}`,
    )
  const tried = await call(app, 'POST', '/v1/api-key-checks?validateOnly=true', {
    token: owner.token,
    body: { key },
  })
  t.equal(tried.status, 200)
  t.match(await check(key, { cost: 0 }), { remaining: 2 })
})
