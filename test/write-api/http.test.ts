import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { facts } from './kit/market.ts'
import { password, signUp } from './kit/people.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
const provider = await signUp(hub, 'provider', ['provider'])
const { token } = provider

t.test('every answer names its request, correlation and trace', async (t) => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
  const reply = await succeed(app, 'POST', '/v1/devices', {
    token,
    body: facts,
    headers: {
      'x-correlation-id': 'campaign-7',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    },
  })
  t.equal(reply.headers['x-correlation-id'], 'campaign-7')
  t.match(
    reply.headers['traceparent'],
    new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
  )
  const [event] = await hub.services.eventStore.read(String(reply.body.stream))
  t.match(event?.metadata, {
    $correlationId: 'campaign-7',
    $causationId: reply.headers['x-request-id'],
    actor: { kind: 'user', id: provider.userId },
    organisation: provider.organisationId,
    traceparent: new RegExp(trace),
  })
  const problem = await call(app, 'GET', '/nowhere', {
    headers: { 'x-correlation-id': 'not valid', traceparent: '00-0-0-0' },
  })
  t.equal(problem.headers['x-correlation-id'], problem.headers['x-request-id'])
  t.match(problem.body, { instance: `urn:uuid:${String(problem.headers['x-request-id'])}` })
  t.match(problem.headers['traceparent'], new RegExp(String(problem.body.traceId)))
})

t.test('requests are counted, for a caller and for an address', async (t) => {
  const limited = await hub.open(createMemoryCache(), {
    rateLimitPerMinute: 3,
    rateLimitAnonymousPerMinute: 2,
    rateLimitLoginPerMinute: 1,
  })
  t.teardown(() => limited.close())
  const statuses: number[] = []
  for (let n = 0; n < 4; n++)
    statuses.push((await call(limited, 'POST', '/v1/organisations', { token })).status)
  t.same(statuses, [400, 400, 400, 429])
  const over = await call(limited, 'POST', '/v1/organisations', { token })
  t.match(over.body, { code: 'RATE_LIMITED', retryable: true })
  t.match(over.headers, { 'ratelimit-limit': '3', 'ratelimit-remaining': '0' })
  t.match(over.headers['retry-after'], /^[1-9]\d?$/)
  t.equal(over.headers['retry-after'], over.headers['ratelimit-reset'])

  const guess = () => call(limited, 'GET', `/v1/jobs/${provider.userId}`, { token: 'x.y.z' })
  t.same([(await guess()).status, (await guess()).status, (await guess()).status], [401, 401, 429])
  const login = () =>
    call(limited, 'POST', '/v1/sessions', { body: { email: provider.email, password } })
  t.same([(await login()).status, (await login()).status], [201, 429])
  t.equal((await limited.inject('/livez')).statusCode, 200, 'health is not counted')
})

t.test('while draining: not ready, nothing new is taken', async (t) => {
  hub.drain(true)
  t.teardown(() => hub.drain(false))
  t.equal((await app.inject('/readyz')).statusCode, 503)
  t.equal((await app.inject('/livez')).statusCode, 200)
  const refused = await call(app, 'POST', '/v1/devices', { token, body: facts })
  t.match(refused.body, { status: 503, code: 'DRAINING', retryable: true })
  t.match(refused.headers, { connection: 'close', 'retry-after': '1' })
})

t.test('a browser of another origin may use it', async (t) => {
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/v1/jobs',
    headers: {
      origin: 'https://example.org',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'idempotency-key,if-match',
    },
  })
  t.equal(preflight.statusCode, 204)
  t.match(preflight.headers['access-control-allow-methods'], /DELETE/)
  t.match(preflight.headers['access-control-allow-headers'], /idempotency-key/)
})

t.test('the reference and the problems are served from here', async (t) => {
  const page = await app.inject('/reference')
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-security-policy'], /default-src 'self'/)
  for (const [, asset = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
    t.notMatch(asset, /^(?:https?:)?\/\//, `${asset} is local`)
    const url = new URL(asset, 'http://hub/reference/').pathname
    t.equal((await app.inject(url)).statusCode, 200, url)
  }
  const reply = await app.inject('/nowhere')
  const { type } = reply.json<{ readonly type: string }>()
  const described = await app.inject({ url: type, headers: { accept: 'application/json' } })
  t.match(described.json(), { code: 'ROUTE_NOT_FOUND', status: 404, advice: String })
  t.match((await app.inject(type)).body, /ROUTE_NOT_FOUND/)
  t.match((await app.inject('/problems')).body, /insufficient-funds/)
  t.match((await app.inject('/problems/none')).json(), { code: 'NOT_FOUND' })
})

/** What comes back for bytes that no client library would send. */
const exchange = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

t.test('over the wire', async (t) => {
  const server = await hub.open(createMemoryCache())
  const port = Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port)
  t.teardown(() => server.close())

  const garbage = await exchange(port, 'what is this?\r\n\r\n')
  t.match(garbage, /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*MALFORMED_REQUEST/)
  const heavy = await exchange(
    port,
    `GET / HTTP/1.1\r\nhost: x\r\na: ${'a'.repeat(20_000)}\r\n\r\n`,
  )
  t.match(heavy, /^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/)
  const bad = await exchange(port, 'GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  t.match(bad, /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*MALFORMED_REQUEST/)
  const long = `GET /v1/jobs/${'a'.repeat(300)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`
  t.match(await exchange(port, long), /^HTTP\/1\.1 400 [^]*MALFORMED_REQUEST/)
})
