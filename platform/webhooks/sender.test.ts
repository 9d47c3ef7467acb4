import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlain, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { createServer as createRaw, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { writeCertificate } from '../../test/servers/certificate.ts'
import type { Resolve } from './resolve.ts'
import { createWebhookSender, type SenderOptions } from './sender.ts'

const listen = async (t: Test, server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  // It listens on a port, not on a pipe.
  return (server.address() as AddressInfo).port
}

const local = { networks: ['127.0.0.0/8'] }
const resolveTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses

const post = async (
  url: string,
  options: SenderOptions = local,
  signal = new AbortController().signal,
) => createWebhookSender(options).post({ url, headers: { 'x-own': '1' }, body: '{"a":1}', signal })

const receiver = async (t: Test, listener: RequestListener): Promise<string> => {
  const server = createPlain(listener)
  t.teardown(() => server.closeAllConnections())
  return `http://receiver.test:${await listen(t, server)}/hook`
}

t.test('a POST with the body and the headers, to the address that was checked', async (t) => {
  const seen: unknown[] = []
  const url = await receiver(t, (request, reply) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const { method, url: path, headers } = request
      seen.push({ method, path, own: headers['x-own'], host: headers.host, body })
      reply.writeHead(200).end('thanks')
    })
  })
  const { outcome, latencyMs } = await post(url, { ...local, resolve: resolveTo('127.0.0.1') })
  t.same(outcome, { kind: 'ANSWERED', status: 200, excerpt: 'thanks' })
  t.ok(Number.isInteger(latencyMs) && latencyMs >= 0)
  const host = new URL(url).host
  t.same(seen, [{ method: 'POST', path: '/hook', own: '1', host, body: '{"a":1}' }])
})

t.test('no redirect is followed, and what the receiver asks for is heard', async (t) => {
  let requests = 0
  const url = await receiver(t, (_, reply) => {
    requests += 1
    const location = 'http://169.254.169.254/latest/meta-data/'
    reply.writeHead(307, { location, 'retry-after': '120' }).end()
  })
  const answer = await post(url, { ...local, resolve: resolveTo('127.0.0.1') })
  t.match(answer, { outcome: { kind: 'ANSWERED', status: 307 }, retryAfterSeconds: 120 })
  t.equal(requests, 1)
})

t.test(
  'a name whose answer changes: the checked address is connected to, without asking again',
  async (t) => {
    let asked = 0
    const url = await receiver(t, (_, reply) => void reply.writeHead(204).end())
    const rebinding: Resolve = async () => (++asked === 1 ? ['127.0.0.1'] : ['10.0.0.1'])
    t.match(await post(url, { ...local, resolve: rebinding }), { outcome: { status: 204 } })
    t.equal(asked, 1)
    t.match(await post(url, { ...local, resolve: rebinding }), {
      outcome: { kind: 'NOT_ANSWERED', reason: 'REFUSED_ADDRESS' },
    })
  },
)

t.test('one private address among public ones refuses the name, and is not named', async (t) => {
  for (const address of ['127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fe80::1']) {
    const { outcome } = await post('https://receiver.test/', {
      networks: [],
      resolve: resolveTo('93.184.216.34', address),
    })
    t.match(outcome, { kind: 'NOT_ANSWERED', reason: 'REFUSED_ADDRESS' }, address)
    t.notMatch(JSON.stringify(outcome), address)
  }
})

t.test('a receiver that says nothing, or only drips', async (t) => {
  const silent = await receiver(t, () => undefined)
  const options = { ...local, resolve: resolveTo('127.0.0.1'), timeoutMs: 100 }
  t.match(await post(silent, options), { outcome: { kind: 'NOT_ANSWERED', reason: 'TIMED_OUT' } })
  const dripping = await receiver(t, (_, reply) => {
    reply.writeHead(200)
    reply.write('a')
  })
  t.match(await post(dripping, options), {
    outcome: { kind: 'ANSWERED', status: 200, excerpt: 'a' },
  })
  const never: Resolve = () => new Promise(() => undefined)
  t.match(await post('https://receiver.test/', { networks: [], resolve: never, timeoutMs: 50 }), {
    outcome: { reason: 'TIMED_OUT' },
  })
})

t.test('answers that are none of HTTP, or lead out of it, end the attempt', async (t) => {
  const speaking = async (words: string): Promise<string> => {
    const server = createRaw((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write(words))
    })
    return `http://127.0.0.1:${await listen(t, server)}/`
  }
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'
  t.match(await post(await speaking(upgrade)), { outcome: { kind: 'ANSWERED', status: 101 } })
  for (const status of ['000', '099', '600', '999'])
    t.match(await post(await speaking(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)), {
      outcome: { kind: 'NOT_ANSWERED', reason: 'NOT_CONNECTED' },
    })
})

t.test('of a long answer the beginning is read', async (t) => {
  const url = await receiver(t, (_, reply) => {
    reply.writeHead(500)
    const more = (): void => {
      while (reply.write('x'.repeat(65_536)));
    }
    reply.on('drain', more)
    more()
  })
  const { outcome } = await post(url, { ...local, resolve: resolveTo('127.0.0.1') })
  t.same(outcome, { kind: 'ANSWERED', status: 500, excerpt: 'x'.repeat(1000) })
})

t.test('nobody there, no such name, no certificate that holds', async (t) => {
  const failing = (options: Partial<SenderOptions>, url: string) =>
    post(url, { ...local, ...options })
  const closed = await listen(t, createPlain())
  const nobody = createPlain()
  const port = await listen(t, nobody)
  await new Promise((resolve) => nobody.close(resolve))
  t.match(await failing({}, `http://127.0.0.1:${port}/`), { outcome: { reason: 'NOT_CONNECTED' } })
  t.match(await failing({ resolve: resolveTo() }, 'http://receiver.test/'), {
    outcome: { reason: 'NOT_RESOLVED' },
  })
  t.match(await failing({}, `https://127.0.0.1:${closed}/`), { outcome: { kind: 'NOT_ANSWERED' } })
})

t.test('who called off is told so: nothing is known of the request', async (t) => {
  const url = await receiver(t, () => undefined)
  const stopping = new AbortController()
  const going = post(url, { ...local, resolve: resolveTo('127.0.0.1') }, stopping.signal)
  stopping.abort()
  await t.rejects(going)
})

t.test('over TLS, with the name of the receiver', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-webhook-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  const files = writeCertificate(directory)
  const [key, cert] = [readFileSync(files.key), readFileSync(files.certificate)]
  const secure = createSecure({ key, cert }, (_, reply) => void reply.end('ok'))
  const port = await listen(t, secure)
  const url = `https://localhost:${port}/`
  const options = { ...local, resolve: resolveTo('127.0.0.1') }
  const ca = cert.toString()
  t.match(await post(url, { ...options, ca }), { outcome: { status: 200 } })
  const ofTls = { outcome: { kind: 'NOT_ANSWERED', reason: 'TLS' } }
  t.match(await post(url, options), ofTls, 'a certificate that nobody vouches for')
  t.match(await post(`https://other.test:${port}/`, { ...options, ca }), ofTls, 'another name')
})
