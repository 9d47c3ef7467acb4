import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from './connect.ts'
import { EventStoreRefused } from './errors.ts'
import { oneByOne } from './one-by-one.ts'
import type { EventMetadata, NewEvent, SubscribeAllOptions, SubscriptionMessage } from './types.ts'

const server = await startEventStore({ dataDir: t.testdir() })
const store = connectEventStore(server.connectionString)
t.teardown(async () => {
  await store.close()
  await server.stop()
})

const metadata: EventMetadata = {
  $correlationId: 'correlation',
  $causationId: 'cause',
  commandId: 'command',
  inputHash: 'hash',
  actor: { kind: 'user', id: 'someone' },
  organisation: 'org',
  occurredAt: '2026-01-01T00:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  schema: 3,
}
const event = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: { n },
  metadata,
})
const unique = (category: string) => `${category}-${randomUUID()}`
const numbers = (events: readonly { readonly data: unknown }[]) =>
  events.map(({ data }) => (data as { n: number }).n)

/** Takes messages until `enough`; then the subscription is left. */
const take = async (
  options: Omit<SubscribeAllOptions, 'signal'>,
  enough: (taken: readonly SubscriptionMessage[]) => boolean,
): Promise<readonly SubscriptionMessage[]> => {
  const aborting = new AbortController()
  const taken: SubscriptionMessage[] = []
  const { signal } = aborting
  for await (const message of oneByOne(store.subscribeAll({ ...options, signal }), signal)) {
    taken.push(message)
    if (enough(taken)) aborting.abort()
  }
  return taken
}
const isCaughtUp = (taken: readonly SubscriptionMessage[]) => taken.at(-1)?.kind === 'caught-up'
const eventsOf = (taken: readonly SubscriptionMessage[]) =>
  taken.flatMap((message) => (message.kind === 'event' ? [message.event] : []))

t.test('an empty log has its head at zero', async (t) => {
  t.equal(await store.head(), 0n)
  t.same(await store.readAll({ maxCount: 10 }), [])
})

t.test('events come back as they went, with their place', async (t) => {
  const stream = unique('job')
  const events = [event(0), event(1)]
  const result = await store.append(stream, events, 'no-stream')
  t.match(result, { kind: 'appended', revision: 1n })
  const read = await store.read(stream)
  t.match(read, [
    { ...events[0], stream, revision: 0n },
    { ...events[1], stream, revision: 1n },
  ])
  t.same(read[0]?.metadata, metadata)
  t.equal(read[1]?.position, result.kind === 'appended' ? result.position : undefined)
  t.equal(await store.head(), read[1]?.position)
  t.type(read[0]?.created, Date)
})

t.test('an append is answered by what became of it', async (t) => {
  const stream = unique('job')
  const first = [event(0)]
  const appended = await store.append(stream, first, 'no-stream')
  t.same(await store.append(stream, first, 'no-stream'), appended, 'repeated')
  t.same(await store.append(stream, [event(1)], 'no-stream'), {
    kind: 'wrong-revision',
    actual: 0n,
  })
  t.same(await store.append(stream, [event(1)], 4n), { kind: 'wrong-revision', actual: 0n })
  t.same(await store.append(unique('job'), [event(1)], 4n), { kind: 'wrong-revision' })
  t.match(await store.append(stream, [event(1)], 0n), { kind: 'appended', revision: 1n })
  await store.tombstoneStream(stream)
  t.same(await store.append(stream, [event(2)], 1n), { kind: 'stream-deleted' })
  await t.rejects(store.append(stream, [], 1n), RangeError)
})

t.test('what is too large is refused, near the limit and far above it', async (t) => {
  for (const size of [1.5, 8]) {
    const large = { ...event(0), data: 'x'.repeat(size * 1024 * 1024) }
    const append = store.append(unique('job'), [large], 'no-stream')
    await t.rejects(append, { code: 'event-store-refused', reason: 'maximum-append-size-exceeded' })
  }
  t.match(await store.append(unique('job'), [event(0)], 'no-stream'), { kind: 'appended' })
})

t.test('a stream is read from anywhere, both ways', async (t) => {
  const stream = unique('job')
  await store.append(
    stream,
    Array.from({ length: 10 }, (_, n) => event(n)),
    'no-stream',
  )
  t.same(numbers(await store.read(stream, { from: 7n })), [7, 8, 9])
  t.same(numbers(await store.read(stream, { from: 2n, maxCount: 2 })), [2, 3])
  t.same(numbers(await store.read(stream, { direction: 'backwards', maxCount: 3 })), [9, 8, 7])
  t.same(numbers(await store.read(stream, { direction: 'backwards', from: 1n })), [1, 0])
  t.same(await store.read(stream, { maxCount: 0 }), [])
  t.same(await store.read(unique('missing')), [])
})

t.test('$all is read on from a position, that one left out, both ways', async (t) => {
  const stream = unique('job')
  await store.append(stream, [event(0), event(1), event(2), event(3)], 'no-stream')
  const read = await store.read(stream)
  const from = read[1]!.position
  t.same(numbers(await store.readAll({ from, maxCount: 2 })), [2, 3])
  t.same(numbers(await store.readAll({ from, maxCount: 1, direction: 'backwards' })), [0])
  t.same(await store.readAll({ from: await store.head(), maxCount: 5 }), [])
  const filter = { on: 'stream', prefixes: [stream] } as const
  t.same(numbers(await store.readAll({ maxCount: 3, filter })), [0, 1, 2])
  const type = { on: 'type', regex: '^Nothing$' } as const
  t.same(await store.readAll({ maxCount: 3, filter: type }), [])
})

t.test('a subscription tells events and then that it has caught up', async (t) => {
  const stream = unique('watched')
  await store.append(stream, [event(0), event(1)], 'no-stream')
  const taken = await take({ after: 'start', streamPrefixes: [stream] }, isCaughtUp)
  t.same(numbers(eventsOf(taken)), [0, 1])
  t.same(
    taken.filter(({ kind }) => kind !== 'checkpoint').map(({ kind }) => kind),
    ['event', 'event', 'caught-up'],
  )
})

t.test('a subscription goes on from a position, and lives', async (t) => {
  const stream = unique('watched')
  await store.append(stream, [event(0), event(1)], 'no-stream')
  const [first] = await store.read(stream)
  let live: Promise<unknown> | undefined
  const taken = await take({ after: first!.position, streamPrefixes: [stream] }, (taken) => {
    if (isCaughtUp(taken)) live ??= store.append(stream, [event(2)], 1n)
    return eventsOf(taken).length === 2
  })
  await live
  t.same(numbers(eventsOf(taken)), [1, 2])
})

t.test('without prefixes the streams of the system are left out', async (t) => {
  const after = await store.head()
  const stream = unique('watched')
  await store.append(stream, [event(0)], 'no-stream')
  await store.setStreamRetention(stream, { maxCount: 5 })
  await store.append(stream, [event(1)], 0n)
  const taken = await take({ after }, isCaughtUp)
  t.same(numbers(eventsOf(taken)), [0, 1])
})

t.test('checkpoints go forwards with the events, in the order of the log', async (t) => {
  const after = await store.head()
  const [noise, stream] = [unique('noise'), unique('watched')]
  await store.append(
    noise,
    Array.from({ length: 1_200 }, (_, n) => event(n)),
    'no-stream',
  )
  await store.append(stream, [event(0)], 'no-stream')
  const taken = await take({ after, streamPrefixes: [stream] }, isCaughtUp)
  const positions = taken.flatMap((message) => {
    if (message.kind === 'event') return [message.event.position]
    return message.kind === 'checkpoint' ? [message.position] : []
  })
  t.ok(taken.filter(({ kind }) => kind === 'checkpoint').length >= 2)
  t.same(
    positions,
    [...positions].sort((a, b) => (a < b ? -1 : 1)),
  )
})

t.test('a consumer that is slow gets everything, in order', async (t) => {
  const after = await store.head()
  const stream = unique('watched')
  const size = 1_500
  await store.append(
    stream,
    Array.from({ length: size }, (_, n) => event(n)),
    'no-stream',
  )
  const aborting = new AbortController()
  const seen: number[] = []
  const { signal } = aborting
  const messages = store.subscribeAll({ after, streamPrefixes: [stream], signal })
  for await (const message of oneByOne(messages, signal)) {
    if (seen.length % 100 === 0) await store.head()
    if (message.kind === 'event') seen.push(...numbers([message.event]))
    if (seen.length === size) aborting.abort()
  }
  t.same(
    seen,
    Array.from({ length: size }, (_, n) => n),
  )
})

t.test('a subscription that is aborted, before or while it waits, ends', async (t) => {
  const aborted = AbortSignal.abort()
  for await (const message of oneByOne(store.subscribeAll({ after: 'start', signal: aborted }))) {
    t.fail(`${message.kind} came`)
  }
  const aborting = new AbortController()
  const waiting = (async () => {
    const after = await store.head()
    const messages = store.subscribeAll({ after, signal: aborting.signal })
    for await (const message of oneByOne(messages)) {
      if (message.kind === 'caught-up') setImmediate(() => aborting.abort())
    }
  })()
  await t.resolves(waiting)
})

t.test('retention, deletion and tombstone', async (t) => {
  const stream = unique('job')
  await store.append(stream, [event(0), event(1), event(2)], 'no-stream')
  await store.setStreamRetention(stream, { maxCount: 2, maxAgeSeconds: 3_600, truncateBefore: 1n })
  t.same(numbers(await store.read(stream)), [1, 2])
  await t.rejects(store.deleteStream(stream, 0n), {
    code: 'event-store-refused',
    reason: 'wrong-expected-version',
  })
  await store.deleteStream(stream, 2n)
  t.same(await store.read(stream), [])
  t.match(await store.append(stream, [event(3)], 2n), { kind: 'appended', revision: 3n })
  t.same(numbers(await store.read(stream)), [3])
  await store.tombstoneStream(stream)
  await store.tombstoneStream(stream)
  t.same(await store.read(stream), [])
  await t.rejects(store.setStreamRetention(stream, { maxCount: 1 }), EventStoreRefused)
})

t.test('events that others wrote can be read', async (t) => {
  const client = EventStoreDBClient.connectionString(server.connectionString)
  const stream = unique('foreign')
  const id = randomUUID()
  await client.appendToStream(stream, jsonEvent({ id, type: 'Theirs', data: { a: 1 } }))
  await client.dispose()
  const [read] = await store.read(stream)
  t.match(read, { id, type: 'Theirs', data: { a: 1 }, metadata: { commandId: id, schema: 0 } })
})

t.test(
  'users of one connection string share a connection, which the last one closes',
  async (t) => {
    const other = connectEventStore(server.connectionString)
    const watching = (async () => {
      const { signal } = new AbortController()
      for await (const message of oneByOne(other.subscribeAll({ after: 'start', signal }))) {
        if (message.kind === 'caught-up') void other.close()
      }
    })()
    await t.resolves(watching, 'its subscriptions end when it closes')
    await other.close()
    t.match(await store.append(unique('job'), [event(0)], 'no-stream'), { kind: 'appended' })
  },
)

t.test('a connection string that can not be read is refused at once', (t) => {
  t.throws(() => connectEventStore('not a connection string'))
  t.end()
})
