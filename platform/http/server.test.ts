import t from 'tap'
import { createLogger } from '../telemetry/logger.ts'
import { createServer } from './server.ts'

const health = { started: () => true, draining: () => false, checks: {} }

const serverFor = (trustProxy?: readonly string[]) =>
  createServer({ logger: createLogger('silent'), health, trustProxy, methods: ['GET'] })

t.test('what the framework refuses and what breaks is answered as a problem', async (t) => {
  const app = await serverFor()
  app.post('/echo', { bodyLimit: 100 }, (request) => Promise.resolve(request.body))
  app.get('/broken', () => Promise.reject(new Error('secret of the house')))
  t.teardown(() => app.close())

  const json = { 'content-type': 'application/json' }
  const cases = [
    ['POST', '/echo', json, '{', 400, 'MALFORMED_REQUEST'],
    ['POST', '/echo', json, `"${'x'.repeat(200)}"`, 413, 'PAYLOAD_TOO_LARGE'],
    ['POST', '/echo', { 'content-type': 'text/plain' }, 'hi', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['GET', '/nowhere?token=1', {}, undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/echo', {}, undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/broken', {}, undefined, 500, 'INTERNAL'],
  ] as const
  for (const [method, url, headers, payload, status, code] of cases) {
    const reply = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    t.equal(reply.statusCode, status, `${method} ${url} ${code}`)
    t.match(reply.headers['content-type'], /^application\/problem\+json/)
    t.match(reply.headers, { traceparent: /./, 'x-request-id': /./, 'x-correlation-id': /./ })
    t.match(reply.json(), { status, code, type: /^\/problems\//, traceId: /^[0-9a-f]{32}$/ })
    t.notMatch(reply.body, /secret|token=1/)
  }
})

t.test('the client is who connects, unless a trusted proxy says otherwise', async (t) => {
  const seen = async (trusted: readonly string[] | undefined, forwardedFor: string) => {
    const app = await serverFor(trusted)
    t.teardown(() => app.close())
    app.get('/who', async (request) => ({ ip: request.ip }))
    const headers = { 'x-forwarded-for': forwardedFor }
    const reply = await app.inject({ url: '/who', remoteAddress: '10.1.2.3', headers })
    return reply.json<{ readonly ip: string }>().ip
  }
  t.equal(await seen(undefined, '203.0.113.7'), '10.1.2.3', 'nobody is trusted')
  t.equal(await seen(['192.0.2.1'], '203.0.113.7'), '10.1.2.3', 'not this one')
  t.equal(await seen(['10.0.0.0/8'], '203.0.113.7'), '203.0.113.7')
  t.equal(await seen(['10.1.2.3'], '198.51.100.1, 203.0.113.7'), '203.0.113.7', 'no forged hop')
  t.equal(await seen(['10.0.0.0/8'], '203.0.113.7, 10.9.9.9'), '203.0.113.7', 'two proxies')
})
