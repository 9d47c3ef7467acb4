import { eventTypeFilter, streamNameFilter, type Filter } from '@eventstore/db-client'
import t from 'tap'
import { becomes, consume, toAll, type Reaction } from './support/consume.ts'
import { collect, events, linkTo, numbersOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

/** A group for the time of a test: what reads the whole log should not stay. */
const withGroup = async (
  settings: ReturnType<typeof toAll>,
  filter: Filter | undefined,
  run: (group: string) => Promise<void>,
): Promise<void> => {
  const group = unique('g')
  await client.createPersistentSubscriptionToAll(
    group,
    settings,
    filter === undefined ? {} : { filter },
  )
  await run(group)
  await client.deletePersistentSubscriptionToAll(group)
}
const connect = (group: string, reaction: Reaction = 'ack') =>
  consume(client.subscribeToPersistentSubscriptionToAll(group), reaction)

const mark = async () => {
  const { position } = await client.appendToStream(unique('mark'), events(1, 'Mark'))
  return position!
}

t.test('from a position: that one included, then what comes', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(2))
  const { position } = await client.appendToStream(stream, events(1, 'Counted', 2))
  await client.appendToStream(stream, events(3, 'Counted', 3))
  const filter = streamNameFilter({ prefixes: [stream] })
  await withGroup(toAll({ startFrom: position! }), filter, async (group) => {
    const consumer = connect(group)
    const [first] = await consumer.count(4)
    t.equal(first?.event?.position?.commit, position?.commit)
    await client.appendToStream(stream, events(1, 'Counted', 6))
    t.same(numbersOf(await consumer.count(5)), [2, 3, 4, 5, 6])
    await consumer.stop()
  })
})

t.test('from the end: only what comes after the group was made', async (t) => {
  const prefix = unique('late')
  const filter = streamNameFilter({ prefixes: [prefix] })
  await client.appendToStream(`${prefix}-1`, events(2))
  await withGroup(toAll({ startFrom: 'end' }), filter, async (group) => {
    await client.appendToStream(`${prefix}-1`, events(1, 'Counted', 2))
    const consumer = connect(group)
    t.same(numbersOf(await consumer.count(1)), [2])
    await consumer.stop()
  })
})

t.test('from the start, the first event of the log is among them', async (t) => {
  const [first] = await collect(client.readAll({ maxCount: 1 }))
  await withGroup(toAll(), undefined, async (group) => {
    const consumer = connect(group)
    const [got] = await consumer.count(1)
    t.equal(got?.event?.id, first?.event?.id)
    await consumer.stop()
  })
})

t.test('events of all streams come in the order of the log', async (t) => {
  const startFrom = await mark()
  const prefix = unique('many')
  for (let i = 0; i < 30; i++) {
    await client.appendToStream(`${prefix}-${i % 4}`, events(2, 'Counted', 2 * i))
  }
  const filter = streamNameFilter({ prefixes: [prefix] })
  await withGroup(toAll({ startFrom }), filter, async (group) => {
    const consumer = connect(group)
    t.same(
      numbersOf(await consumer.count(60)),
      Array.from({ length: 60 }, (_, i) => i),
    )
    await consumer.stop()
  })
})

const tag = unique('f')
const filters: readonly (readonly [string, Filter, readonly string[]])[] = [
  ['stream prefix', streamNameFilter({ prefixes: [`${tag}A-`] }), ['A0', 'A1']],
  [
    'two stream prefixes',
    streamNameFilter({ prefixes: [`${tag}A-`, `${tag}B-`] }),
    ['A0', 'A1', 'B0'],
  ],
  ['stream regex', streamNameFilter({ regex: `^${tag}[BC]-` }), ['B0', 'C0']],
  ['type prefix', eventTypeFilter({ prefixes: [`${tag}One`] }), ['A0', 'B0']],
  ['type regex', eventTypeFilter({ regex: `^${tag}T(wo|hree)$` }), ['A1', 'C0']],
]
t.test('filters', async (t) => {
  const startFrom = await mark()
  const write = (stream: string, type: string, name: string) =>
    client.appendToStream(`${tag}${stream}-1`, {
      ...events(1, `${tag}${type}`)[0]!,
      data: { name },
    })
  await write('A', 'One', 'A0')
  await write('A', 'Two', 'A1')
  await write('B', 'One', 'B0')
  await write('C', 'Three', 'C0')
  for (const [name, filter, expected] of filters) {
    t.test(name, async (t) => {
      await withGroup(toAll({ startFrom }), filter, async (group) => {
        const consumer = connect(group)
        await consumer.count(expected.length)
        t.same(
          consumer.events.map(({ event }) => (event?.data as { name: string }).name),
          expected,
        )
        await consumer.stop()
      })
    })
  }
})

t.test('a live event passes or fails the filter like an old one', async (t) => {
  const prefix = unique('live')
  const filter = streamNameFilter({ prefixes: [prefix] })
  await withGroup(toAll({ startFrom: 'end' }), filter, async (group) => {
    const consumer = connect(group)
    await consumer.confirmed()
    await client.appendToStream(unique('noise'), events(3))
    await client.appendToStream(`${prefix}-1`, events(1))
    const [first] = await consumer.count(1)
    t.equal(first?.event?.streamId, `${prefix}-1`)
    await consumer.stop()
  })
})

t.test('the checkpoint moves on over what the filter leaves out', async (t) => {
  const startFrom = await mark()
  const prefix = unique('rare')
  const filter = streamNameFilter({ prefixes: [prefix] })
  await client.appendToStream(`${prefix}-1`, events(1))
  await withGroup(toAll({ startFrom, checkPointUpperBound: 20 }), filter, async (group) => {
    const consumer = connect(group)
    const [only] = await consumer.count(1)
    for (let i = 0; i < 5; i++) await client.appendToStream(unique('noise'), events(50))
    await becomes(async () => {
      const { stats } = await client.getPersistentSubscriptionToAllInfo(group)
      const { lastCheckpointedEventPosition: at } = stats
      return at !== undefined && at.commit > (only?.commitPosition ?? 0n)
    })
    t.equal(consumer.events.length, 1)
    await consumer.stop()
  })
})

t.test('what a group to $all writes for itself does not come back to it', async (t) => {
  const startFrom = await mark()
  await client.appendToStream(unique('s'), events(20))
  await withGroup(toAll({ startFrom }), undefined, async (group) => {
    let last = ''
    const consumer = connect(group, (event, by) => {
      last = event.event?.type === 'Last' ? 'Last' : last
      return event.event?.type === 'Last' ? by.nack('park', 'no', event) : by.ack(event)
    })
    await client.appendToStream(unique('s'), events(1, 'Last'))
    await consumer.until('the last', () => last === 'Last')
    await becomes(async () => {
      const { stats } = await client.getPersistentSubscriptionToAllInfo(group)
      return stats.parkedMessageCount === 1n && stats.lastCheckpointedEventPosition !== undefined
    })
    const own = new RegExp(`^\\$persistentsubscription-\\$all::${group}-(checkpoint|parked)$`)
    t.notOk(consumer.events.some(({ event }) => own.test(event?.streamId ?? '')))
    await consumer.stop()
  })
})

t.test('links are resolved in $all too', async (t) => {
  const target = unique('target')
  const links = unique('links')
  await client.appendToStream(target, events(2))
  const filter = streamNameFilter({ prefixes: [links] })
  await withGroup(toAll({ startFrom: 'end', resolveLinkTos: true }), filter, async (group) => {
    const consumer = connect(group)
    await consumer.confirmed()
    await client.appendToStream(links, linkTo(target, 1))
    const [only] = await consumer.count(1)
    t.equal(only?.event?.streamId, target)
    t.equal(only?.link?.streamId, links)
    await becomes(async () => {
      const { stats } = await client.getPersistentSubscriptionToAllInfo(group)
      return stats.totalInFlightMessages === 0
    })
    await consumer.stop()
  })
})

t.test('an event of $all is parked, and tried again when asked', async (t) => {
  const prefix = unique('parked')
  const filter = streamNameFilter({ prefixes: [prefix] })
  await withGroup(toAll({ startFrom: 'end' }), filter, async (group) => {
    const consumer = connect(group, (event, by) =>
      event.link === undefined ? by.nack('park', 'not now', event) : by.ack(event),
    )
    await consumer.confirmed()
    await client.appendToStream(`${prefix}-1`, events(1))
    await consumer.count(1)
    const parked = async () =>
      (await client.getPersistentSubscriptionToAllInfo(group)).stats.parkedMessageCount
    await becomes(async () => (await parked()) === 1n)
    await client.replayParkedMessagesToAll(group)
    await consumer.count(2)
    t.same(numbersOf(consumer.events), [0, 0])
    await becomes(async () => (await parked()) === 0n)
    await consumer.stop()
  })
})
