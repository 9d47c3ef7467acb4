import type { IncomingMessage } from 'node:http'
import { createClient } from 'graphql-ws'
import t from 'tap'
import WebSocket from 'ws'
import type { ReadApiConfig } from '../../read-api/server.ts'
import { startReadApi, testConfig } from './kit.ts'

const perMinute = { rateLimitPerMinute: 4, rateLimitAnonymousPerMinute: 3 }

const limited = async (config: Partial<ReadApiConfig> = {}) => {
  const api = await startReadApi({ config: { ...testConfig, ...perMinute, ...config } })
  t.teardown(api.stop)
  const from = (client: string, as?: string) =>
    api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: {
        'x-forwarded-for': client,
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      },
      payload: { query: '{ __typename }' },
    })
  const statuses = async (times: number, client: string, as?: string) => {
    const seen: number[] = []
    for (let n = 0; n < times; n++) seen.push((await from(client, as)).statusCode)
    return seen
  }
  return { ...api, from, statuses }
}

t.test('queries are counted, for a caller and for an address', async (t) => {
  const api = await limited()
  t.same(await api.statuses(5, 'a', 'x'), [200, 200, 200, 200, 429])
  t.same(await api.statuses(1, 'a', 'y'), [200], 'another caller')
  const over = await api.from('a', 'x')
  t.match(over.headers, {
    'content-type': /^application\/json/,
    'ratelimit-limit': '4',
    'ratelimit-remaining': '0',
    'retry-after': over.headers['ratelimit-reset'],
  })
  t.match(over.headers['retry-after'], /^[1-9]\d?$/)
  t.match(over.json(), { errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true } }] })
  t.notOk('data' in over.json())

  t.same(await api.statuses(2, 'b', 'stranger'), [401, 401], 'guesses count as nobody’s')
  t.same(await api.statuses(2, 'c'), [200, 429], 'whatever address they claim')
  t.equal((await api.app.inject('/livez')).statusCode, 200, 'health is not counted')
})

t.test('behind a trusted proxy each client has a count of its own', async (t) => {
  const { statuses } = await limited({ trustProxy: ['127.0.0.1'] })
  t.same(await statuses(4, '203.0.113.1'), [200, 200, 200, 429])
  t.same(await statuses(4, '203.0.113.2'), [200, 200, 200, 429])
  t.same(await statuses(1, '203.0.113.9, 203.0.113.1'), [429], 'what a client adds is not believed')
})

t.test('a connection is counted: its upgrade, and whom it signs in', async (t) => {
  const api = await limited({ rateLimitPerMinute: 2, rateLimitAnonymousPerMinute: 5 })
  const url = api.url.replace('http', 'ws')
  const closes: { readonly code: number; readonly reason: string }[] = []
  const connect = () =>
    new Promise<void>((resolve) => {
      const client = createClient({
        url,
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        connectionParams: { authorization: 'Bearer x' },
        onNonLazyError: () => undefined,
        on: {
          connected: () => resolve(void client.dispose()),
          closed: (event) => {
            if (event instanceof Object && 'code' in event && 'reason' in event)
              closes.push({ code: Number(event.code), reason: String(event.reason) })
            resolve()
          },
        },
      })
    })
  for (let n = 0; n < 3; n++) await connect()
  t.match(closes.at(-1), { code: 1013, reason: 'RATE_LIMITED' })

  const upgrade = async (headers: Readonly<Record<string, string>> = {}) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { ...headers } })
    const response = await new Promise<IncomingMessage | undefined>((resolve) => {
      socket.once('unexpected-response', (_, answer) => resolve(answer))
      socket.once('open', () => resolve(undefined))
    })
    socket.on('error', () => undefined).terminate()
    return response
  }
  t.match(await upgrade({ authorization: 'Bearer stranger' }), { statusCode: 401 })
  t.equal(await upgrade(), undefined, 'the fifth of this address')
  t.match(await upgrade(), { statusCode: 429, headers: { 'retry-after': /./ } })
})
