import { PersistentSubscriptionDroppedError } from '@eventstore/db-client'
import t from 'tap'
import { becomes, consume, toStream, type Reaction } from './support/consume.ts'
import { events, linkTo, numbersOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const create = (stream: string, settings = toStream()) =>
  client.createPersistentSubscriptionToStream(stream, 'group', settings)
const connect = (stream: string, reaction: Reaction = 'ack', bufferSize = 10) =>
  consume(
    client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }),
    reaction,
  )
const infoOf = (stream: string) => client.getPersistentSubscriptionToStreamInfo(stream, 'group')
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

t.test('from the start: what is there, then what comes', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(3))
  await create(stream)
  const consumer = connect(stream)
  await consumer.count(3)
  await client.appendToStream(stream, events(2, 'Counted', 3))
  t.same(numbersOf(await consumer.count(5)), upTo(5))
  await consumer.stop()
})

t.test('the confirmation carries an id', async (t) => {
  const stream = unique('s')
  await create(stream)
  const consumer = connect(stream)
  await consumer.confirmed()
  t.equal(consumer.subscription.id, `${stream}::group`)
  await consumer.stop()
})

t.test('from a revision: that one included', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(5))
  await create(stream, toStream({ startFrom: 3n }))
  const consumer = connect(stream)
  t.same(numbersOf(await consumer.count(2)), [3, 4])
  await consumer.stop()
})

t.test('from a revision that is still to come: nothing before it', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(2))
  await create(stream, toStream({ startFrom: 4n }))
  const consumer = connect(stream)
  await consumer.confirmed()
  await client.appendToStream(stream, events(4, 'Counted', 2))
  t.same(numbersOf(await consumer.count(2)), [4, 5])
  await consumer.stop()
})

t.test('from the end: only what comes after the group was made', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(3))
  await create(stream, toStream({ startFrom: 'end' }))
  await client.appendToStream(stream, events(1, 'Counted', 3))
  const consumer = connect(stream)
  t.same(numbersOf(await consumer.count(1)), [3])
  await client.appendToStream(stream, events(1, 'Counted', 4))
  t.same(numbersOf(await consumer.count(2)), [3, 4])
  await consumer.stop()
})

t.test('a stream that is not there yet is waited for', async (t) => {
  const stream = unique('s')
  await create(stream)
  const consumer = connect(stream)
  await consumer.confirmed()
  await client.appendToStream(stream, events(2))
  t.same(numbersOf(await consumer.count(2)), [0, 1])
  await consumer.stop()
})

t.test('other streams are not seen', async (t) => {
  const stream = unique('s')
  await create(stream)
  const consumer = connect(stream)
  await consumer.confirmed()
  await client.appendToStream(`${stream}x`, events(2))
  await client.appendToStream(unique('other'), events(2))
  await client.appendToStream(stream, events(1))
  await consumer.count(1)
  t.same(
    consumer.events.map(({ event }) => event?.streamId),
    [stream],
  )
  await consumer.stop()
})

t.test('an event comes whole', async (t) => {
  const stream = unique('s')
  const [sent] = events(1, 'Whole')
  const { position } = await client.appendToStream(stream, { ...sent!, metadata: { why: 'test' } })
  await create(stream)
  const consumer = connect(stream)
  const [first] = await consumer.count(1)
  t.match(first?.event, {
    id: sent?.id,
    type: 'Whole',
    streamId: stream,
    revision: 0n,
    data: { n: 0 },
    metadata: { why: 'test' },
    isJson: true,
  })
  t.equal(first?.commitPosition, position?.commit)
  t.equal(first?.retryCount, 0)
  t.equal(first?.link, undefined)
  await consumer.stop()
})

t.test('a consumer has no more at a time than it takes', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(20))
  await create(stream)
  const consumer = connect(stream, 'keep', 4)
  await consumer.count(4)
  const { connections } = await infoOf(stream)
  t.match(connections[0], { inFlightMessages: 4, availableSlots: 0 })
  t.equal(consumer.events.length, 4)
  await consumer.subscription.ack(consumer.events[0]!)
  await consumer.count(5)
  t.same(numbersOf(consumer.events), upTo(5))
  await consumer.stop()
})

t.test('a long stream comes whole and in order while it grows', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(900))
  await create(stream, toStream({ historyBufferSize: 50, liveBufferSize: 20, readBatchSize: 9 }))
  const consumer = connect(stream)
  for (let i = 0; i < 10; i++) {
    await client.appendToStream(stream, events(30, 'Counted', 900 + 30 * i))
  }
  t.same(numbersOf(await consumer.count(1_200)), upTo(1_200))
  await consumer.stop()
})

t.test('more than the buffers hold is not lost', async (t) => {
  const stream = unique('s')
  await create(stream, toStream({ historyBufferSize: 10, liveBufferSize: 5, readBatchSize: 4 }))
  const slow = connect(stream, 'keep', 2)
  await slow.confirmed()
  for (let i = 0; i < 10; i++) await client.appendToStream(stream, events(10, 'Counted', 10 * i))
  await slow.stop()
  const quick = connect(stream)
  await quick.until('all', () => new Set(numbersOf(quick.events)).size === 100)
  t.same(
    [...new Set(numbersOf(quick.events))].sort((a, b) => Number(a) - Number(b)),
    upTo(100),
  )
  await quick.stop()
})

t.test('what has been truncated is not sent', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(5))
  await client.setStreamMetadata(stream, { truncateBefore: 3 })
  await create(stream)
  const consumer = connect(stream)
  t.same(numbersOf(await consumer.count(2)), [3, 4])
  await consumer.stop()
})

t.test('a tombstoned stream drops its consumers', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(1))
  await client.tombstoneStream(stream)
  await create(stream)
  t.ok((await connect(stream).failed()) instanceof PersistentSubscriptionDroppedError)
})

const linked = async () => {
  const target = unique('target')
  const stream = unique('links')
  await client.appendToStream(target, events(3))
  await client.appendToStream(stream, [linkTo(target, 2), linkTo(target, 0)])
  return { target, stream }
}

t.test('a link is an event when links are not resolved', async (t) => {
  const { stream, target } = await linked()
  await create(stream)
  const consumer = connect(stream)
  const [first] = await consumer.count(2)
  t.equal(first?.event?.type, '$>')
  t.equal(Buffer.from(first?.event?.data as Uint8Array).toString(), `2@${target}`)
  t.equal(first?.link, undefined)
  await consumer.stop()
})

t.test('a resolved link brings its event, and is acknowledged by its own id', async (t) => {
  const { stream, target } = await linked()
  await create(stream, toStream({ resolveLinkTos: true }))
  const consumer = connect(stream)
  await consumer.count(2)
  t.same(numbersOf(consumer.events), [2, 0])
  t.equal(consumer.events[0]?.event?.streamId, target)
  t.equal(consumer.events[0]?.link?.streamId, stream)
  t.equal(consumer.events[0]?.link?.revision, 0n)
  await becomes(async () => (await infoOf(stream)).stats.totalInFlightMessages === 0)
  await consumer.stop()
})

t.test('live links are resolved like old ones', async (t) => {
  const { stream, target } = await linked()
  await create(stream, toStream({ resolveLinkTos: true, startFrom: 'end' }))
  const consumer = connect(stream)
  await consumer.confirmed()
  await client.appendToStream(stream, linkTo(target, 1))
  t.same(numbersOf(await consumer.count(1)), [1])
  await consumer.stop()
})

t.test('a link to what is gone comes without an event and can be acknowledged', async (t) => {
  const stream = unique('links')
  await client.appendToStream(stream, linkTo(unique('missing'), 0))
  await create(stream, toStream({ resolveLinkTos: true }))
  const consumer = connect(stream)
  const [only] = await consumer.count(1)
  t.equal(only?.event, undefined)
  t.equal(only?.link?.streamId, stream)
  await becomes(async () => (await infoOf(stream)).stats.totalInFlightMessages === 0)
  await consumer.stop()
})

t.test('statistics count what was sent, what is out and what is known', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(6))
  await create(stream)
  const consumer = connect(stream, 'keep', 4)
  await consumer.count(4)
  const { stats, connections, status } = await infoOf(stream)
  t.equal(status, 'Live')
  t.equal(connections.length, 1)
  t.equal(connections[0]?.totalItems, 4n)
  t.match(stats, { totalItems: 4n, totalInFlightMessages: 4, outstandingMessagesCount: 4 })
  t.equal(stats.lastKnownEventRevision, 5n)
  t.equal(stats.readBufferCount, 2)
  t.equal(stats.lastCheckpointedEventRevision, undefined)
  await consumer.stop()
})

t.test('extra statistics measure how long consumers take', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(5))
  await create(stream, toStream({ extraStatistics: true }))
  const consumer = connect(stream)
  await consumer.count(5)
  await becomes(async () => (await infoOf(stream)).stats.totalInFlightMessages === 0)
  const { connections } = await infoOf(stream)
  const measured = connections[0]?.extraStatistics
  const keys = ['mean', 'median', 'fastest', 'highest', 'quintile 1', '90%', '99.9%'] as const
  for (const key of keys) {
    t.type(measured?.get(key), 'bigint', key)
  }
  await consumer.stop()
})
