import t from 'tap'
import { becomes, consume, toStream, type Reaction, type Received } from './support/consume.ts'
import { collect, events, linkTo, numbersOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

type Settings = Parameters<typeof toStream>[0]

/** A stream of some events, with a group. */
const given = async (count: number, settings: Settings = {}): Promise<string> => {
  const stream = unique('s')
  await client.appendToStream(stream, events(count))
  await client.createPersistentSubscriptionToStream(stream, 'group', toStream(settings))
  return stream
}
const connect = (stream: string, reaction: Reaction = 'ack') =>
  consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'), reaction)
const statsOf = async (stream: string) =>
  (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats
const parkedStream = (stream: string) => `$persistentsubscription-${stream}::group-parked`
const isParked = (stream: string, count: bigint) =>
  becomes(async () => (await statsOf(stream)).parkedMessageCount === count)
const nothingIsOut = (stream: string) =>
  becomes(async () => {
    const { totalInFlightMessages, retryBufferCount, readBufferCount } = await statsOf(stream)
    return totalInFlightMessages + retryBufferCount + readBufferCount === 0
  })
const retriesOf = (received: readonly Received[]) => received.map(({ retryCount }) => retryCount)

t.test('an acknowledged event does not come again', async (t) => {
  const stream = await given(3)
  const first = connect(stream)
  await first.count(3)
  await nothingIsOut(stream)
  await first.stop()
  const second = connect(stream)
  await client.appendToStream(stream, events(1, 'Counted', 3))
  t.same(numbersOf(await second.count(1)), [3])
  await second.stop()
})

t.test('several events are acknowledged at once, in any order', async (t) => {
  const stream = await given(5)
  const consumer = connect(stream, 'keep')
  const [a, b, c, d, e] = await consumer.count(5)
  await consumer.subscription.ack(d!, a!, c!)
  await becomes(async () => (await statsOf(stream)).totalInFlightMessages === 2)
  await consumer.subscription.ack(e!, b!)
  await nothingIsOut(stream)
  t.equal(consumer.events.length, 5)
  await consumer.stop()
})

t.test('an event that was acknowledged may be so again', async (t) => {
  const stream = await given(2)
  const consumer = connect(stream, 'keep')
  const [first, second] = await consumer.count(2)
  await consumer.subscription.ack(first!)
  await consumer.subscription.ack(first!)
  await consumer.subscription.ack(second!)
  await nothingIsOut(stream)
  t.equal(consumer.events.length, 2)
  await consumer.stop()
})

t.test('retry: it comes again, and says how often', async (t) => {
  const stream = await given(1)
  const consumer = connect(stream, (event, by) =>
    event.retryCount < 3 ? by.nack('retry', 'again', event) : by.ack(event),
  )
  t.same(retriesOf(await consumer.count(4)), [0, 1, 2, 3])
  t.same(numbersOf(consumer.events), [0, 0, 0, 0])
  await nothingIsOut(stream)
  await consumer.stop()
})

t.test('unknown is a retry', async (t) => {
  const stream = await given(1)
  const consumer = connect(stream, (event, by) =>
    // An action that the client does not know goes out as the protocol's "unknown".
    event.retryCount < 1 ? by.nack('whatever' as 'retry', 'why', event) : by.ack(event),
  )
  t.same(retriesOf(await consumer.count(2)), [0, 1])
  await consumer.stop()
})

t.test('skip: it is done with', async (t) => {
  const stream = await given(2)
  const consumer = connect(stream, (event, by) => by.nack('skip', 'not for us', event))
  await consumer.count(2)
  await nothingIsOut(stream)
  t.equal((await statsOf(stream)).parkedMessageCount, 0n)
  t.equal(consumer.events.length, 2)
  await consumer.stop()
})

t.test('stop: it is done with, and the others go on', async (t) => {
  const stream = await given(3)
  const consumer = connect(stream, (event, by) =>
    event.event?.revision === 1n ? by.nack('stop', 'enough', event) : by.ack(event),
  )
  t.same(numbersOf(await consumer.count(3)), [0, 1, 2])
  await nothingIsOut(stream)
  await consumer.stop()
})

t.test('park: it is set aside, as a link with the reason', async (t) => {
  const stream = await given(3)
  const consumer = connect(stream, (event, by) =>
    event.event?.revision === 1n ? by.nack('park', 'broken pipe', event) : by.ack(event),
  )
  await consumer.count(3)
  await isParked(stream, 1n)
  const [link] = await collect(client.readStream(parkedStream(stream)))
  t.equal(link?.event?.type, '$>')
  t.equal(Buffer.from(link?.event?.data as Uint8Array).toString(), `1@${stream}`)
  t.match(link?.event?.metadata, { reason: /broken pipe/ })
  const [event] = await collect(client.readStream(parkedStream(stream), { resolveLinkTos: true }))
  t.equal(event?.event?.streamId, stream)
  await consumer.stop()
})

t.test('several events are parked at once', async (t) => {
  const stream = await given(4)
  const consumer = connect(stream, 'keep')
  const all = await consumer.count(4)
  await consumer.subscription.nack('park', 'all of them', ...all)
  await isParked(stream, 4n)
  t.equal((await collect(client.readStream(parkedStream(stream)))).length, 4)
  await consumer.stop()
})

t.test('a resolved link is parked as what it points at', async (t) => {
  const target = unique('target')
  const stream = unique('links')
  await client.appendToStream(target, events(2))
  await client.appendToStream(stream, linkTo(target, 1))
  await client.createPersistentSubscriptionToStream(
    stream,
    'group',
    toStream({ resolveLinkTos: true }),
  )
  const consumer = connect(stream, (event, by) => by.nack('park', 'no', event))
  await consumer.count(1)
  await isParked(stream, 1n)
  const [link] = await collect(client.readStream(parkedStream(stream)))
  t.equal(Buffer.from(link?.event?.data as Uint8Array).toString(), `1@${target}`)
  await consumer.stop()
})

t.test('retried too often, it is parked', async (t) => {
  const stream = await given(2, { maxRetryCount: 2 })
  const consumer = connect(stream, (event, by) =>
    event.event?.revision === 0n ? by.nack('retry', 'again', event) : by.ack(event),
  )
  await isParked(stream, 1n)
  const first = consumer.events.filter(({ event }) => event?.revision === 0n)
  t.same(retriesOf(first), [0, 1, 2])
  await consumer.stop()
})

t.test('with no retries allowed, the first failure parks', async (t) => {
  const stream = await given(1, { maxRetryCount: 0 })
  const consumer = connect(stream, (event, by) => by.nack('retry', 'again', event))
  await isParked(stream, 1n)
  t.equal(consumer.events.length, 1)
  await consumer.stop()
})

t.test('an answer that does not come in time is a retry', async (t) => {
  const stream = await given(1, { messageTimeout: 100 })
  const consumer = connect(stream, (event, by) =>
    event.retryCount === 0 ? undefined : by.ack(event),
  )
  t.same(retriesOf((await consumer.count(2)).slice(0, 2)), [0, 1])
  await nothingIsOut(stream)
  await consumer.stop()
})

t.test('never answered, it is parked after the last retry', async (t) => {
  const stream = await given(1, { messageTimeout: 50, maxRetryCount: 1 })
  const consumer = connect(stream, 'keep')
  await isParked(stream, 1n)
  t.same(retriesOf(consumer.events), [0, 1])
  await consumer.stop()
})

t.test('what a consumer had goes to another when it leaves', async (t) => {
  const stream = await given(3)
  const leaving = connect(stream, 'keep')
  await leaving.count(3)
  await leaving.stop()
  const staying = connect(stream)
  t.same(numbersOf(await staying.count(3)), [0, 1, 2])
  t.same(retriesOf(staying.events), [1, 1, 1])
  await staying.stop()
})

t.test('what was acknowledged before leaving does not go to another', async (t) => {
  const stream = await given(4)
  const leaving = connect(stream, 'keep')
  const [a, , c] = await leaving.count(4)
  await leaving.subscription.ack(a!, c!)
  await becomes(async () => (await statsOf(stream)).totalInFlightMessages === 2)
  await leaving.stop()
  const staying = connect(stream)
  t.same(numbersOf(await staying.count(2)), [1, 3])
  await nothingIsOut(stream)
  t.equal(staying.events.length, 2)
  await staying.stop()
})

t.test('any consumer of the group may answer', async (t) => {
  const stream = await given(1)
  const holder = connect(stream, 'keep')
  const [event] = await holder.count(1)
  const other = connect(stream, 'keep')
  await other.confirmed()
  await other.subscription.ack(event!)
  await nothingIsOut(stream)
  t.equal(other.events.length, 0)
  await holder.stop()
  await other.stop()
})

const park: Reaction = (event, by) =>
  event.link === undefined ? by.nack('park', 'not now', event) : by.ack(event)

t.test('replay: the parked come again, oldest first, with their links', async (t) => {
  const stream = await given(3)
  const consumer = connect(stream, park)
  await isParked(stream, 3n)
  await client.replayParkedMessagesToStream(stream, 'group')
  const again = (await consumer.count(6)).slice(3)
  t.same(numbersOf(again), [0, 1, 2])
  t.same(
    again.map(({ link }) => link?.streamId),
    Array.from({ length: 3 }, () => parkedStream(stream)),
  )
  await isParked(stream, 0n)
  await becomes(async () => {
    try {
      return (await collect(client.readStream(parkedStream(stream)))).length === 0
    } catch {
      return true
    }
  })
  await consumer.stop()
})

t.test('replay stops where it is told to', async (t) => {
  const stream = await given(4)
  const consumer = connect(stream, park)
  await isParked(stream, 4n)
  await client.replayParkedMessagesToStream(stream, 'group', { stopAt: 3 })
  await consumer.count(7)
  await isParked(stream, 1n)
  t.equal(consumer.events.length, 7)
  await client.replayParkedMessagesToStream(stream, 'group')
  await consumer.count(8)
  await isParked(stream, 0n)
  await consumer.stop()
})

t.test('replay with nothing parked does nothing', async (t) => {
  const stream = await given(1)
  await client.replayParkedMessagesToStream(stream, 'group')
  const consumer = connect(stream)
  await consumer.count(1)
  await nothingIsOut(stream)
  t.equal(consumer.events.length, 1)
  await consumer.stop()
})

t.test('what fails again is parked again', async (t) => {
  const stream = await given(1, { maxRetryCount: 1 })
  let refuse = true
  const consumer = connect(stream, (event, by) =>
    refuse ? by.nack('retry', 'again', event) : by.ack(event),
  )
  await isParked(stream, 1n)
  await client.replayParkedMessagesToStream(stream, 'group')
  await consumer.count(4)
  await isParked(stream, 1n)
  t.same(retriesOf(consumer.events), [0, 1, 0, 1])
  refuse = false
  await client.replayParkedMessagesToStream(stream, 'group')
  await consumer.count(5)
  await isParked(stream, 0n)
  await consumer.stop()
})

t.test('what is parked waits for a consumer when it is replayed', async (t) => {
  const stream = await given(2)
  const parking = connect(stream, park)
  await isParked(stream, 2n)
  await parking.stop()
  await client.replayParkedMessagesToStream(stream, 'group')
  const later = connect(stream)
  t.same(numbersOf(await later.count(2)), [0, 1])
  await later.stop()
})
