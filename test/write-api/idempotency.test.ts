import t from 'tap'
import type { Services } from '../../commands/shared/services.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { AppendUncertain } from '../../platform/event-store/errors.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { bell, facts, openMarket } from './kit/market.ts'
import { password } from './kit/people.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
const { researcher, provider, deviceId } = await openMarket(hub)
const { token } = researcher
const body = { source: bell, deviceId, shots: 100 }

t.test('a repetition is answered as the first, and marked', async (t) => {
  const first = await succeed(app, 'POST', '/v1/jobs', { token, body, key: 'once' })
  const head = await hub.head()
  const again = await succeed(app, 'POST', '/v1/jobs', { token, body, key: 'once' })
  t.equal(first.headers['idempotency-replayed'], undefined)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.same([again.status, again.text], [first.status, first.text])
  for (const name of ['etag', 'location', 'x-position'])
    t.equal(again.headers[name], first.headers[name], name)
  t.equal(await hub.head(), head, 'nothing was appended')
})

t.test('with every cache lost, the log gives the same answer', async (t) => {
  const first = await succeed(app, 'POST', '/v1/jobs', { token, body, key: 'lost' })
  const head = await hub.head()
  const restarted = await hub.open(createMemoryCache())
  t.teardown(() => restarted.close())
  hub.clock.advance(1)
  const again = await succeed(restarted, 'POST', '/v1/jobs', { token, body, key: 'lost' })
  t.same([again.status, again.text], [first.status, first.text])
  t.equal(again.headers['idempotency-replayed'], 'true')
  const other = await call(restarted, 'POST', '/v1/jobs', {
    token,
    body: { ...body, shots: 101 },
    key: 'lost',
  })
  t.match(other.body, { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
  t.equal(await hub.head(), head, 'nothing was appended')
})

t.test('the same key: another input is refused, another caller or operation is not', async (t) => {
  await succeed(app, 'POST', '/v1/jobs', { token, body, key: 'shared' })
  const other = await call(app, 'POST', '/v1/jobs', {
    token,
    body: { ...body, shots: 200 },
    key: 'shared',
  })
  t.match(other.body, { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
  await succeed(app, 'POST', '/v1/quotes', { token, body, key: 'shared' })
  await succeed(app, 'POST', '/v1/devices', { token: provider.token, body: facts, key: 'shared' })
})

t.test('strangers who sign up under one key do not meet', async (t) => {
  const of = (name: string) => ({
    body: { email: `${name}@example.org`, username: name, password },
    key: '1',
  })
  const one = await succeed(app, 'POST', '/v1/accounts', of('one'))
  const two = await succeed(app, 'POST', '/v1/accounts', of('two'))
  t.not(one.body.userId, two.body.userId)
})

t.test('a refusal is repeated, too; one that may pass is not', async (t) => {
  const poor = { ...body, shots: 1000, maximumCost: { amount: '99999999', asset: 'USD/2' } }
  const first = await call(app, 'POST', '/v1/jobs', { token, body: poor, key: 'poor' })
  t.match(first.body, { status: 402, code: 'INSUFFICIENT_FUNDS' })
  const again = await call(app, 'POST', '/v1/jobs', { token, body: poor, key: 'poor' })
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.match(again.body, { code: 'INSUFFICIENT_FUNDS', detail: first.body.detail })

  const path = `/v1/devices/${deviceId}/status`
  const change = (tag: string) =>
    call(app, 'PUT', path, {
      token: provider.token,
      key: 'status',
      headers: { 'if-match': tag },
      body: { status: 'PAUSED' },
    })
  t.equal((await change('"7"')).body.code, 'PRECONDITION_FAILED')
  const read = await succeed(app, 'GET', `/v1/devices/${deviceId}`, { token })
  t.equal((await change(String(read.headers['etag']))).status, 200, 'with the right tag it goes on')
})

const signal = () => {
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { give, given }
}

t.test('while it runs, the same command is told to come back', async (t) => {
  const [entered, open] = [signal(), signal()]
  const cache = createMemoryCache()
  /** Stands still where a command holds its lock and has not begun. */
  const pausing: Cache = {
    ...cache,
    get: async (key) => {
      entered.give()
      await open.given
      return cache.get(key)
    },
  }
  const [slow, other] = [await hub.open(pausing), await hub.open(cache)]
  t.teardown(() => Promise.all([slow.close(), other.close()]))
  const post = (body: object) => ({ token: provider.token, key: 'slow', body })
  const running = call(slow, 'POST', '/v1/devices', post(facts))
  await entered.given
  const busy = await call(other, 'POST', '/v1/devices', post(facts))
  t.match(busy.body, { status: 409, code: 'COMMAND_IN_PROGRESS' })
  t.equal(busy.headers['retry-after'], '1')
  const reused = await call(other, 'POST', '/v1/devices', post({ ...facts, name: 'Other' }))
  t.match(reused.body, { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
  open.give()
  const first = await running
  t.equal(first.status, 201)
  const again = await succeed(other, 'POST', '/v1/devices', post(facts))
  t.equal(again.text, first.text)
})

t.test('an answer that got lost is given to who asks again', async (t) => {
  const { eventStore } = hub.services
  const losing: Services['eventStore'] = {
    ...eventStore,
    append: async (...given) => {
      await eventStore.append(...given)
      throw new AppendUncertain('the answer got lost')
    },
  }
  const cache = createMemoryCache()
  const cut = await hub.open(cache, {}, { eventStore: losing })
  t.teardown(() => cut.close())
  const before = await hub.head()
  const lost = await call(cut, 'POST', '/v1/jobs', { token, body, key: 'uncertain' })
  t.match(lost.body, { status: 503, code: 'UNAVAILABLE', retryable: true })
  const written = await hub.head()
  t.ok(written > before, 'it was written')
  hub.clock.advance(1)
  const again = await succeed(app, 'POST', '/v1/jobs', { token, body, key: 'uncertain' })
  t.match(again, { status: 202, headers: { 'idempotency-replayed': 'true' } })
  t.equal(again.body.position, written.toString())
  t.equal(await hub.head(), written, 'and is written once')
})

const away = () => Promise.reject(new Error('the cache is away'))
const broken: Cache = {
  ...createMemoryCache(),
  get: away,
  setIfAbsent: away,
  increment: away,
  write: away,
}

t.test('without a cache commands stay idempotent', async (t) => {
  const bare = await hub.open(broken)
  t.teardown(() => bare.close())
  const post = { token: provider.token, body: facts, key: 'bare' }
  const twice = await Promise.all([
    succeed(bare, 'POST', '/v1/devices', post),
    succeed(bare, 'POST', '/v1/devices', post),
  ])
  t.equal(twice[0].text, twice[1].text)
  t.same(twice.map(({ headers }) => headers['idempotency-replayed']).sort(), ['true', undefined])
})

t.test('secrets are given again, but never kept in the cache', async (t) => {
  const cache = createMemoryCache()
  const kept: string[] = []
  const watching: Cache = {
    ...cache,
    write: (writes) => {
      kept.push(JSON.stringify(writes))
      return cache.write(writes)
    },
  }
  const watched = await hub.open(watching)
  t.teardown(() => watched.close())
  const login = { body: { email: researcher.email, password }, key: 'in' }
  const first = await succeed(watched, 'POST', '/v1/sessions', login)
  const again = await succeed(watched, 'POST', '/v1/sessions', login)
  t.equal(again.text, first.text)
  t.equal(again.headers['idempotency-replayed'], 'true')
  const made = await succeed(watched, 'POST', '/v1/api-keys', {
    token,
    body: { name: 'k', scopes: ['jobs:read'] },
  })
  t.ok(kept.length > 0)
  for (const secret of [first.body.accessToken, first.body.refreshToken, made.body.key])
    t.notOk(kept.some((text) => text.includes(String(secret))))
})
