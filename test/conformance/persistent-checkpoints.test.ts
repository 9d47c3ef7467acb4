import t from 'tap'
import { becomes, consume, toAll, toStream, type Reaction } from './support/consume.ts'
import { collect, events, numbersOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

type Settings = Parameters<typeof toStream>[0]

const given = async (count: number, settings: Settings = {}): Promise<string> => {
  const stream = unique('s')
  await client.appendToStream(stream, events(count))
  await client.createPersistentSubscriptionToStream(stream, 'group', toStream(settings))
  return stream
}
const connect = (stream: string, reaction: Reaction = 'ack', bufferSize = 10) =>
  consume(
    client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }),
    reaction,
  )
const checkpointOf = async (stream: string): Promise<bigint | undefined> =>
  (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats
    .lastCheckpointedEventRevision
const isAt = (stream: string, revision: bigint) =>
  becomes(async () => (await checkpointOf(stream)) === revision)
const written = async (stream: string) => {
  const name = `$persistentsubscription-${stream}::group-checkpoint`
  const [last] = await collect(
    client.readStream(name, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }),
  )
  return last?.event
}

t.test('the checkpoint follows what is acknowledged', async (t) => {
  const stream = await given(3)
  const consumer = connect(stream)
  await consumer.count(3)
  await isAt(stream, 2n)
  await client.appendToStream(stream, events(2))
  await isAt(stream, 4n)
  t.equal((await consumer.count(5)).length, 5)
  await consumer.stop()
})

t.test('it is written to a stream of the group, as a revision', async (t) => {
  const stream = await given(3)
  const consumer = connect(stream)
  await isAt(stream, 2n)
  await becomes(async () => (await written(stream).catch(() => undefined))?.data === '2')
  t.equal((await written(stream))?.type, '$SubscriptionCheckpoint')
  await consumer.stop()
})

t.test('that of a group to $all is a position', async (t) => {
  const group = unique('g')
  await client.createPersistentSubscriptionToAll(group, toAll({ startFrom: 'end' }))
  const consumer = consume(client.subscribeToPersistentSubscriptionToAll(group))
  await consumer.confirmed()
  await client.appendToStream(unique('s'), events(1))
  await consumer.count(1)
  const name = `$persistentsubscription-$all::${group}-checkpoint`
  await becomes(async () => {
    const [last] = await collect(client.readStream(name)).catch(() => [])
    const place: unknown = last?.event?.data
    return typeof place === 'string' && /^C:\d+\/P:\d+$/.test(place)
  })
  await becomes(async () => {
    const { stats } = await client.getPersistentSubscriptionToAllInfo(group)
    return stats.lastCheckpointedEventPosition !== undefined
  })
  await consumer.stop()
  await client.deletePersistentSubscriptionToAll(group)
  t.pass()
})

t.test('it does not pass an event that is not acknowledged', async (t) => {
  const stream = await given(8)
  const consumer = connect(stream, (event, by) =>
    event.event?.revision === 3n ? undefined : by.ack(event),
  )
  await consumer.count(8)
  await isAt(stream, 2n)
  const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
  t.equal(stats.totalInFlightMessages, 1)
  t.equal(await checkpointOf(stream), 2n)
  await consumer.subscription.ack(consumer.events[3]!)
  await isAt(stream, 7n)
  await consumer.stop()
})

t.test('nor one that is to be tried again', async (t) => {
  const stream = await given(5)
  const consumer = connect(stream, (event, by) =>
    event.event?.revision === 2n && event.retryCount === 0
      ? by.nack('retry', 'again', event)
      : event.event?.revision === 2n
        ? undefined
        : by.ack(event),
  )
  await consumer.count(6)
  await isAt(stream, 1n)
  t.equal(await checkpointOf(stream), 1n)
  await consumer.stop()
})

t.test('what is skipped or parked is behind it', async (t) => {
  const stream = await given(4)
  const consumer = connect(stream, (event, by) => {
    if (event.event?.revision === 1n) return by.nack('skip', 'no', event)
    if (event.event?.revision === 2n) return by.nack('park', 'no', event)
    return by.ack(event)
  })
  await consumer.count(4)
  // A parked event is safe once it is written; the next acknowledgement takes the checkpoint along.
  await client.appendToStream(stream, events(1))
  await isAt(stream, 4n)
  t.equal(consumer.events.length, 5)
  await consumer.stop()
})

t.test('it comes with the count, however soon', async (t) => {
  const stream = await given(25, {
    checkPointAfter: 3_600_000,
    checkPointLowerBound: 10,
    checkPointUpperBound: 10,
  })
  const consumer = connect(stream)
  await consumer.count(25)
  await becomes(async () => ((await checkpointOf(stream)) ?? 0n) >= 19n)
  t.ok(((await checkpointOf(stream)) ?? 0n) < 25n)
  await consumer.stop()
})

t.test('it comes with time, when there is enough to tell', async (t) => {
  const stream = await given(5, {
    checkPointAfter: 100,
    checkPointLowerBound: 5,
    checkPointUpperBound: 1000,
  })
  const consumer = connect(stream)
  await isAt(stream, 4n)
  await client.appendToStream(stream, events(3))
  await consumer.count(8)
  t.equal(await checkpointOf(stream), 4n, 'three are too few')
  await client.appendToStream(stream, events(2))
  await isAt(stream, 9n)
  await consumer.stop()
})

t.test('a restart of the subsystem goes on behind it', async (t) => {
  const stream = await given(6)
  const before = connect(stream, (event, by) =>
    (event.event?.revision ?? 0n) < 4n ? by.ack(event) : undefined,
  )
  await before.count(6)
  await isAt(stream, 3n)
  await becomes(async () => (await written(stream).catch(() => undefined))?.data === '3')
  await client.restartPersistentSubscriptionSubsystem()
  await before.failed()
  const after = connect(stream)
  t.same(numbersOf(await after.count(2)), [4, 5])
  t.equal(after.events.length, 2)
  await after.stop()
})

t.test('a parked event survives a restart of the subsystem', async (t) => {
  const stream = await given(2)
  const before = connect(stream, (event, by) => by.nack('park', 'no', event))
  await before.count(2)
  const parked = async () =>
    (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats.parkedMessageCount
  await becomes(async () => (await parked()) === 2n)
  await becomes(async () => (await written(stream).catch(() => undefined))?.data === '1')
  await client.restartPersistentSubscriptionSubsystem()
  await before.failed()
  await becomes(async () => (await parked()) === 2n)
  const after = connect(stream)
  await after.confirmed()
  await client.replayParkedMessagesToStream(stream, 'group')
  t.same(numbersOf(await after.count(2)), [0, 1])
  await after.stop()
})
