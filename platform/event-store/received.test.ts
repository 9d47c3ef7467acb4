import {
  createServer,
  constants,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { jsonEvent } from '@eventstore/db-client'
import { Metadata, status } from '@grpc/grpc-js'
import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { openChannel, type ReadCall } from './channel.ts'
import { receive } from './received.ts'
import { encodeReadRequest } from './wire/read-request.ts'

const all = encodeReadRequest({
  source: 'all',
  from: 'start',
  direction: 'forwards',
  limit: { count: 100 },
})

t.test('with the transport that is installed, messages are taken as they arrive', async (t) => {
  const server = await startEventStore({ dataDir: t.testdir() })
  const channel = openChannel(server.connectionString)
  t.teardown(async () => {
    await channel.close()
    await server.stop()
  })
  await channel.client.appendToStream('somebody-1', jsonEvent({ type: 'Came', data: { a: 1 } }))
  const received = receive(await channel.openRead(all))
  let messages = 0
  for await (const some of received) messages += some.length
  t.ok(messages > 0)
  t.equal(received.way(), 'transport')
})

/** A call of a transport that has no such place: messages come one by one, then how it ended. */
const plainCall = (messages: readonly string[], error?: Error): ReadCall => {
  const call = new Readable({ objectMode: true, autoDestroy: false, read: () => undefined })
  queueMicrotask(() => {
    call.emit('metadata', new Metadata())
    for (const message of messages) call.push(Buffer.from(message))
    call.push(null)
    if (error !== undefined) call.emit('error', error)
    call.emit('status', {})
  })
  // What of a call is used here.
  return Object.assign(call, { cancel: () => undefined }) as unknown as ReadCall
}

t.test('with another, as the call hands them over', async (t) => {
  const received = receive(plainCall(['one', 'two', 'three']))
  const texts: string[] = []
  for await (const some of received) texts.push(...some.map(String))
  t.same(texts, ['one', 'two', 'three'])
  t.equal(received.way(), 'call')
})

t.test('how a call fails is thrown', async (t) => {
  const received = receive(plainCall([], new Error('refused')))
  await t.rejects(async () => {
    for await (const some of received) t.fail(`${some.length} came`)
  }, /refused/)
})

/** What comes of a read that a server of these manners answers, call by call. */
const answered = async (
  t: { readonly teardown: (after: () => Promise<void>) => void },
  ...manners: readonly ((stream: ServerHttp2Stream) => void)[]
): Promise<readonly string[]> => {
  const left = [...manners]
  const sessions = new Set<ServerHttp2Session>()
  const server = createServer()
    .on('session', (session) => sessions.add(session))
    .on('stream', (stream) => {
      // Refusing is an error of the stream to who refuses, too.
      stream.on('error', () => undefined)
      left.shift()?.(stream)
    })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const channel = openChannel(`esdb://127.0.0.1:${port}?tls=false`)
  t.teardown(async () => {
    await channel.close()
    for (const session of sessions) session.destroy()
    server.close()
  })
  const texts: string[] = []
  for await (const some of receive(await channel.openRead(all))) texts.push(...some.map(String))
  return texts
}

const framed = (message: Buffer, flag = 0): Buffer => {
  const header = Buffer.alloc(5)
  header[0] = flag
  header.writeUInt32BE(message.length, 1)
  return Buffer.concat([header, message])
}

const answers =
  (bytes: Buffer, headers: Readonly<Record<string, string>> = {}) =>
  (stream: ServerHttp2Stream): void => {
    const head = { ':status': 200, 'content-type': 'application/grpc', ...headers }
    stream.respond(head, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(bytes)
  }

t.test('a call that is refused once is made again, and its messages come', async (t) => {
  const refuses = (stream: ServerHttp2Stream): void =>
    stream.close(constants.NGHTTP2_REFUSED_STREAM)
  t.same(await answered(t, refuses, answers(framed(Buffer.from('one')))), ['one'])
})

t.test('what a server compresses is read', async (t) => {
  const bytes = framed(gzipSync('told twice, told twice'), 1)
  const texts = await answered(t, answers(bytes, { 'grpc-encoding': 'gzip' }))
  t.same(texts, ['told twice, told twice'])
})

t.test('who answers in place of the server is told by its HTTP status', async (t) => {
  const forbids = (stream: ServerHttp2Stream): void => {
    stream.respond({ ':status': 403, 'content-type': 'text/html' })
    stream.end('<html>no</html>')
  }
  await t.rejects(answered(t, forbids), { code: status.PERMISSION_DENIED })
})
