import t from 'tap'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { offer, openMarket, price } from './kit/market.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
const { provider } = await openMarket(hub)
const { token } = provider

const publish = async (deviceId: string, tag: string | undefined, version: string) =>
  call(app, 'POST', `/v1/devices/${deviceId}/prices`, {
    token,
    headers: tag === undefined ? {} : { 'if-match': tag },
    body: { ...price, version, validFrom: '2027-01-01T00:00:00.000Z' },
  })

t.test('a change is based on a revision', async (t) => {
  const deviceId = await offer(hub, provider)
  const read = () => succeed(app, 'GET', `/v1/devices/${deviceId}`, { token })
  t.equal((await read()).headers['etag'], '"0"')

  t.match((await publish(deviceId, undefined, 'a')).body, {
    status: 428,
    code: 'PRECONDITION_REQUIRED',
  })
  for (const tag of ['"1"', 'W/"0"', '"x"', '"-1"', '"00"', 'W/"0", "5"'])
    t.match((await publish(deviceId, tag, 'a')).body, { code: 'PRECONDITION_FAILED' }, tag)
  for (const tag of ['0', '"0', '', '"0","1",', Array(9).fill('"0"').join(',')])
    t.match((await publish(deviceId, tag, 'a')).body, { code: 'MALFORMED_REQUEST' }, tag)
  t.equal((await read()).headers['etag'], '"0"', 'nothing was changed')

  const first = await publish(deviceId, '"0"', 'a')
  t.match(first, { status: 201, headers: { etag: '"1"' } })
  t.equal((await publish(deviceId, '"0", W/"7", "1"', 'b')).status, 201, 'one of several')
  t.equal((await publish(deviceId, '*', 'c')).status, 201, 'any that exists')
  t.match((await publish(deviceId, '"0"', 'd')).body, { code: 'PRECONDITION_FAILED' }, 'stale')
  t.match((await read()).body, {
    revision: '3',
    priceBook: [{}, { version: 'a' }, { version: 'b' }, { version: 'c' }],
  })
})

t.test('another process knows the current revision, whatever it remembers', async (t) => {
  const deviceId = await offer(hub, provider)
  const other = await hub.open(hub.cache)
  t.teardown(() => other.close())
  await succeed(other, 'GET', `/v1/devices/${deviceId}`, { token })
  t.equal((await publish(deviceId, '"0"', 'a')).status, 201)
  const late = await call(other, 'POST', `/v1/devices/${deviceId}/prices`, {
    token,
    headers: { 'if-match': '"1"' },
    body: { ...price, version: 'b', validFrom: '2027-01-01T00:00:00.000Z' },
  })
  t.equal(late.status, 201)
})

t.test('what creates something has nothing to match', async (t) => {
  const made = await call(app, 'POST', '/v1/organisations', {
    token,
    headers: { 'if-match': '*' },
    body: { name: 'x' },
  })
  t.match(made.body, { status: 412, code: 'PRECONDITION_FAILED' })
})
