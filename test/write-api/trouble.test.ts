import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { freePort } from '../servers/free-port.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { openMarket } from './kit/market.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { researcher, deviceId } = await openMarket(hub)
const { token } = researcher
const made = await succeed(hub.app, 'POST', '/v1/api-keys', {
  token,
  body: { name: 'test', scopes: ['jobs:read'] },
})

t.test('without an event store nothing is promised, and the same key goes on later', async (t) => {
  const address = `esdb://127.0.0.1:${await freePort()}?tls=false`
  const eventStore = connectEventStore(address, { deadlineMs: 300 })
  const cut = await hub.open(hub.cache, {}, { eventStore })
  t.teardown(async () => {
    await cut.close()
    await eventStore.close()
  })
  const command = { token, key: 'through-the-storm', body: { name: 'Lab' } }
  const lost = await call(cut, 'POST', '/v1/organisations', command)
  t.match(lost, { status: 503, headers: { 'retry-after': '1' } })
  t.match(lost.body, { code: 'UNAVAILABLE', retryable: true })
  const read = await call(cut, 'GET', `/v1/jobs/${researcher.userId}`, { token })
  t.equal(read.body.code, 'UNAVAILABLE')
  const keyed = await call(cut, 'GET', `/v1/jobs/${researcher.userId}`, { apiKey: made.body.key })
  t.equal(keyed.body.code, 'UNAVAILABLE', 'and nobody is taken for nobody')
  t.equal((await succeed(hub.app, 'POST', '/v1/organisations', command)).status, 201)
})

t.test('what nobody foresaw tells nothing of itself', async (t) => {
  const broken = await hub.open(
    createMemoryCache(),
    {},
    { circuits: { analyse: () => Promise.reject(new Error('password of the house')) } },
  )
  t.teardown(() => broken.close())
  const reply = await call(broken, 'POST', '/v1/quotes', {
    token,
    body: { source: 'x', deviceId, shots: 10 },
  })
  t.match(reply.body, { status: 500, code: 'INTERNAL', traceId: /^[0-9a-f]{32}$/ })
  t.notMatch(reply.text, /password|analyse|\.ts/)
})
