import type { PersistentSubscriptionToStreamSettings } from '@eventstore/db-client'
import t from 'tap'
import { becomes, consume, toStream, type Consumer, type Reaction } from './support/consume.ts'
import { events, linkTo, numbersOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

type Strategy = PersistentSubscriptionToStreamSettings['consumerStrategyName']

const group = async (consumerStrategyName: Strategy, settings = {}): Promise<string> => {
  const stream = unique('s')
  await client.createPersistentSubscriptionToStream(
    stream,
    'group',
    toStream({ consumerStrategyName, ...settings }),
  )
  return stream
}
const connect = async (
  stream: string,
  reaction: Reaction = 'keep',
  bufferSize = 10,
): Promise<Consumer> => {
  const consumer = consume(
    client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }),
    reaction,
  )
  await consumer.confirmed()
  const name = () => client.getPersistentSubscriptionToStreamInfo(stream, 'group')
  await becomes(async () => (await name()).connections.length > 0)
  return consumer
}
const connections = async (stream: string) =>
  (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).connections
const inFlight = async (stream: string): Promise<number[]> =>
  (await connections(stream)).map(({ inFlightMessages }) => inFlightMessages)
const joined = (stream: string, count: number) =>
  becomes(async () => (await connections(stream)).length === count)
const received = (consumers: readonly Consumer[]) =>
  consumers.reduce((sum, consumer) => sum + consumer.events.length, 0)

t.test('round robin: each consumer gets its turn', async (t) => {
  const stream = await group('RoundRobin')
  const consumers = [await connect(stream), await connect(stream), await connect(stream)]
  await joined(stream, 3)
  await client.appendToStream(stream, events(9))
  await becomes(() => received(consumers) === 9)
  t.same(await inFlight(stream), [3, 3, 3])
  t.same(
    consumers.flatMap((consumer) => numbersOf(consumer.events)).sort(),
    Array.from({ length: 9 }, (_, i) => i),
  )
  for (const consumer of consumers) await consumer.stop()
})

t.test('round robin goes round one that takes no more', async (t) => {
  const stream = await group('RoundRobin')
  const full = await connect(stream, 'keep', 1)
  const open = await connect(stream, 'keep', 10)
  await joined(stream, 2)
  await client.appendToStream(stream, events(6))
  await open.count(5)
  t.equal(full.events.length, 1)
  t.same([...(await inFlight(stream))].sort(), [1, 5])
  await full.stop()
  await open.stop()
})

t.test('dispatch to single: one consumer until it takes no more', async (t) => {
  const stream = await group('DispatchToSingle')
  const consumers = [await connect(stream, 'keep', 5), await connect(stream, 'keep', 5)]
  await joined(stream, 2)
  await client.appendToStream(stream, events(5))
  await becomes(() => received(consumers) === 5)
  t.same([...(await inFlight(stream))].sort(), [0, 5])
  await client.appendToStream(stream, events(2, 'Counted', 5))
  await becomes(() => received(consumers) === 7)
  t.same([...(await inFlight(stream))].sort(), [2, 5])
  for (const consumer of consumers) await consumer.stop()
})

t.test('dispatch to single: another goes on when that one leaves', async (t) => {
  const stream = await group('DispatchToSingle')
  const consumers = [await connect(stream), await connect(stream)]
  await joined(stream, 2)
  await client.appendToStream(stream, events(3))
  await becomes(() => received(consumers) === 3)
  const [busy, idle] = consumers[0]?.events.length === 3 ? consumers : [...consumers].reverse()
  await busy?.stop()
  t.equal((await idle?.count(3))?.length, 3)
  await idle?.stop()
})

/** Links to events of several streams: pinning goes by the stream of the event itself. */
const appendLinked = async (stream: string, targets: readonly string[], each: number) => {
  for (let i = 0; i < each; i++) {
    for (const target of targets) {
      await client.appendToStream(target, events(1, 'Counted', i))
      await client.appendToStream(stream, linkTo(target, i))
    }
  }
}
const targetsOf = (consumer: Consumer): Set<string> =>
  new Set(consumer.events.map(({ event }) => event?.streamId ?? ''))

for (const resolveLinkTos of [true, false]) {
  t.test(
    `pinned: what is of one stream goes to one consumer, links ${resolveLinkTos ? '' : 'not '}resolved`,
    async (t) => {
      const stream = await group('Pinned', { resolveLinkTos })
      const consumers = [
        await connect(stream, 'ack', 50),
        await connect(stream, 'ack', 50),
        await connect(stream, 'ack', 50),
      ]
      await joined(stream, 3)
      const targets = Array.from({ length: 12 }, () => unique('pinned'))
      await appendLinked(stream, targets, 4)
      await becomes(() => received(consumers) === 48)
      const seen = consumers.flatMap((consumer) => {
        const names = consumer.events.map(({ event }) =>
          resolveLinkTos
            ? (event?.streamId ?? '')
            : Buffer.from(event?.data as Uint8Array)
                .toString()
                .replace(/^\d+@/, ''),
        )
        return [...new Set(names)]
      })
      t.equal(seen.length, 12, 'no stream is with two consumers')
      t.ok(consumers.filter(({ events: all }) => all.length > 0).length > 1, 'they share the work')
      for (const consumer of consumers) await consumer.stop()
    },
  )
}

t.test('pinned: the streams of one that leaves go to those who stay', async (t) => {
  const stream = await group('Pinned', { resolveLinkTos: true })
  const consumers = [await connect(stream, 'ack', 50), await connect(stream, 'ack', 50)]
  await joined(stream, 2)
  const targets = Array.from({ length: 8 }, () => unique('pinned'))
  await appendLinked(stream, targets, 1)
  await becomes(() => received(consumers) === 8)
  const [leaving, staying] = consumers
  const kept = targetsOf(staying!)
  await leaving?.stop()
  await joined(stream, 1)
  for (const target of targets) await client.appendToStream(stream, linkTo(target, 0))
  await becomes(() => (staying?.events.length ?? 0) >= kept.size + 8)
  t.equal(targetsOf(staying!).size, 8)
  await staying?.stop()
})

t.test('pinned: a full consumer keeps its own, and others go on', async (t) => {
  const stream = await group('Pinned', { resolveLinkTos: true })
  const consumers = [await connect(stream, 'keep', 2), await connect(stream, 'keep', 2)]
  await joined(stream, 2)
  const targets = Array.from({ length: 10 }, () => unique('pinned'))
  await appendLinked(stream, targets, 3)
  await becomes(() => received(consumers) === 4)
  t.same(await inFlight(stream), [2, 2])
  const [one, other] = consumers.map(targetsOf)
  t.notOk([...(one ?? [])].some((name) => other?.has(name)))
  for (const consumer of consumers) await consumer.stop()
})

t.test('consumers that come and go leave nothing undone', async (t) => {
  for (const strategy of ['RoundRobin', 'DispatchToSingle', 'Pinned'] as const) {
    const stream = await group(strategy)
    await client.appendToStream(stream, events(60))
    const seen = new Set<unknown>()
    for (let round = 0; round < 4; round++) {
      const consumer = consume(
        client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
        (event, by) => {
          const [n] = numbersOf([event])
          if (Number(n) % 4 > round) return
          seen.add(n)
          return by.ack(event)
        },
      )
      await consumer.count(1)
      await becomes(async () => {
        const { totalInFlightMessages } = (
          await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
        ).stats
        return totalInFlightMessages === 10 || seen.size === 60
      })
      await consumer.stop()
    }
    const last = consume(
      client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
      (event, by) => {
        seen.add(numbersOf([event])[0])
        return by.ack(event)
      },
    )
    await becomes(() => seen.size === 60)
    t.equal(seen.size, 60, strategy)
    await last.stop()
  }
})
