import {
  eventTypeFilter,
  streamNameFilter,
  type Filter,
  type Position,
  type ResolvedEvent,
} from '@eventstore/db-client'
import t from 'tap'
import { becomes, toAll } from './support/consume.ts'
import { events, linkTo, numbersOf } from './support/events.ts'
import { follow } from './support/follow.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const endOfAll = async (): Promise<Position> => {
  const { position } = await client.appendToStream(unique('mark'), events(1, 'Mark'))
  return position!
}

/** What of some types a filter lets through, in order. */
const passed = async (types: readonly string[], filterOf: (tag: string) => Filter) => {
  const tag = unique('r')
  const fromPosition = await endOfAll()
  await client.appendToStream(
    tag,
    types.map((type) => ({ ...events(1)[0]!, type: `${tag}${type}` })),
  )
  const last = await endOfAll()
  let reached = false
  const filter = filterOf(tag)
  const followed = follow(
    client.subscribeToAll({
      fromPosition,
      filter: {
        ...filter,
        checkpointInterval: 1,
        maxSearchWindow: 1,
        checkpointReached: (_subscription, { commit }) => {
          reached ||= commit >= last.commit
        },
      },
    }),
  )
  await becomes(() => reached)
  await followed.stop()
  return followed.events.map(({ event }) => event?.type.slice(tag.length) ?? '')
}

/** Written for .NET, as the product's filters are. */
const expressions: readonly (readonly [
  what: string,
  regex: (tag: string) => string,
  types: readonly string[],
  expected: readonly string[],
])[] = [
  ['a part in the middle', (tag) => `${tag}.*ed$`, ['Placed', 'Place'], ['Placed']],
  ['\\A and \\z', (tag) => `\\A${tag}One\\z`, ['One', 'Ones'], ['One']],
  ['options inside', (tag) => `^${tag}(?i:one)Two$`, ['ONETwo', 'oneTWO'], ['ONETwo']],
  ['an option from here on', (tag) => `^${tag}a(?i)b$`, ['aB', 'Ab', 'ab'], ['aB', 'ab']],
  ['digits of all scripts', (tag) => `^${tag}\\d+$`, ['12', '٣٤', 'x'], ['12', '٣٤']],
  ['words of all scripts', (tag) => `^${tag}\\w+$`, ['größe', 'a-b'], ['größe']],
  ['Unicode categories', (tag) => `^${tag}\\p{Lu}$`, ['Ä', 'ä'], ['Ä']],
  ['class subtraction', (tag) => `^${tag}[a-z-[x]]$`, ['a', 'x'], ['a']],
  ['atomic groups', (tag) => `^${tag}(?>a|ab)c$`, ['ac', 'abc'], ['ac']],
  ['named groups', (tag) => `^${tag}(?'k'a|b)\\k'k'$`, ['aa', 'ab'], ['aa']],
  ['comments', (tag) => `^${tag}(?#any)a$`, ['a', 'b'], ['a']],
  ['lookbehind', (tag) => `^${tag}.*(?<!un)known$`, ['known', 'unknown'], ['known']],
]
for (const [what, regex, types, expected] of expressions) {
  t.test(`a filter's expression: ${what}`, async (t) => {
    t.same(await passed(types, (tag) => eventTypeFilter({ regex: regex(tag) })), expected)
  })
}

t.test('a prefix is text, not an expression', async (t) => {
  const found = await passed(['a.b', 'axb'], (tag) => eventTypeFilter({ prefixes: [`${tag}a.`] }))
  t.same(found, ['a.b'])
})

t.test('a prefix may be the whole name, and case counts', async (t) => {
  const found = await passed(['One', 'one'], (tag) => eventTypeFilter({ prefixes: [`${tag}One`] }))
  t.same(found, ['One'])
})

t.test('streams of metadata are filtered like any', async (t) => {
  const fromPosition = await endOfAll()
  const stream = unique('s')
  await client.setStreamMetadata(stream, { maxCount: 3 })
  const filter = streamNameFilter({ prefixes: [`$$${stream}`] })
  const followed = follow(client.subscribeToAll({ fromPosition, filter }))
  const [only] = await followed.count(1)
  t.equal(only?.event?.type, '$metadata')
  await followed.stop()
})

t.test('system events are in an unfiltered $all', async (t) => {
  const fromPosition = await endOfAll()
  const stream = unique('s')
  await client.setStreamMetadata(stream, { maxCount: 3 })
  await client.appendToStream(`$${stream}`, events(1))
  const followed = follow(client.subscribeToAll({ fromPosition }))
  const seen = () => followed.events.map(({ event }) => event?.streamId)
  await followed.until(
    'both',
    () => seen().includes(`$$${stream}`) && seen().includes(`$${stream}`),
  )
  t.pass()
  await followed.stop()
})

t.test('what groups to $all write about themselves is not in $all, filtered or not', async (t) => {
  const fromPosition = await endOfAll()
  const group = unique('g')
  await client.createPersistentSubscriptionToAll(group, toAll({ startFrom: fromPosition }))
  const consumer = client.subscribeToPersistentSubscriptionToAll(group)
  consumer.on('error', () => {})
  consumer.on('data', (event: ResolvedEvent) => void consumer.ack(event))
  await becomes(async () => {
    const { stats } = await client.getPersistentSubscriptionToAllInfo(group)
    return stats.lastCheckpointedEventPosition !== undefined
  })
  await consumer.unsubscribe()
  await client.deletePersistentSubscriptionToAll(group)
  const last = await endOfAll()
  const checkpoint = `$persistentsubscription-$all::${group}-checkpoint`
  const plain = follow(client.subscribeToAll({ fromPosition }))
  await plain.until('the end', () => plain.events.at(-1)?.commitPosition === last.commit)
  t.notOk(plain.events.some(({ event }) => event?.streamId === checkpoint))
  await plain.stop()
  const filter = streamNameFilter({ regex: '^(\\$persistentsubscription|mark)' })
  const filtered = follow(client.subscribeToAll({ fromPosition, filter }))
  await filtered.until('the end', () => filtered.events.at(-1)?.commitPosition === last.commit)
  t.notOk(filtered.events.some(({ event }) => event?.streamId === checkpoint))
  await filtered.stop()
})

t.test('checkpoints are as far apart as window and interval say', async (t) => {
  const fromPosition = await endOfAll()
  await client.appendToStream(unique('noise'), events(200))
  const last = await endOfAll()
  const countOf = async (checkpointInterval: number): Promise<number> => {
    const positions: bigint[] = []
    const filter = streamNameFilter({
      prefixes: [unique('none')],
      maxSearchWindow: 10,
      checkpointInterval,
      checkpointReached: (_subscription, { commit }) => void positions.push(commit),
    })
    const followed = follow(client.subscribeToAll({ fromPosition, filter }))
    await becomes(() => (positions.at(-1) ?? 0n) >= last.commit)
    await followed.stop()
    t.same(
      positions,
      [...new Set(positions)].sort((a, b) => (a < b ? -1 : 1)),
      'they grow',
    )
    return positions.length
  }
  const [close, far] = [await countOf(1), await countOf(5)]
  t.ok(close >= 20, `${close}`)
  t.ok(far >= 4 && far <= close / 2, `${far}`)
})

t.test('a filtered subscription catches up though nothing passes', async (t) => {
  const filter = streamNameFilter({ prefixes: [unique('none')] })
  const followed = follow(client.subscribeToAll({ fromPosition: await endOfAll(), filter }))
  await followed.caughtUp()
  t.same(followed.log, ['confirmation', 'caught-up'])
  await followed.stop()
})

t.test('live events do not tell again that it has caught up', async (t) => {
  const stream = unique('s')
  const followed = follow(client.subscribeToStream(stream))
  await followed.caughtUp()
  for (let i = 0; i < 20; i++) await client.appendToStream(stream, events(1, 'Counted', i))
  await followed.count(20)
  t.equal(followed.log.filter((entry) => entry === 'caught-up').length, 1)
  await followed.stop()
})

/** More than a connection takes in while nobody reads. */
const padding = 'x'.repeat(20_000)
const heavy = (count: number, from: number) =>
  events(count, 'Heavy', from).map((event, i) => ({
    ...event,
    data: { n: from + i, padding },
  }))

t.test(
  'a reader that falls behind gets everything, and is told when it has caught up again',
  async (t) => {
    const stream = unique('s')
    const subscription = client.subscribeToStream(stream)
    const followed = follow(subscription)
    await followed.caughtUp()
    subscription.pause()
    for (let i = 0; i < 20; i++) await client.appendToStream(stream, heavy(40, 40 * i))
    subscription.resume()
    const all = await followed.count(800)
    t.same(
      numbersOf(all),
      Array.from({ length: 800 }, (_, i) => i),
    )
    await followed.until('having caught up again', () => followed.log.at(-1) === 'caught-up')
    t.ok(followed.log.filter((entry) => entry === 'caught-up').length >= 2)
    await followed.stop()
  },
)

t.test('so does one of a filtered $all', async (t) => {
  const prefix = unique('slow')
  const fromPosition = await endOfAll()
  const filter = streamNameFilter({ prefixes: [prefix] })
  const subscription = client.subscribeToAll({ fromPosition, filter })
  const followed = follow(subscription)
  await followed.caughtUp()
  subscription.pause()
  for (let i = 0; i < 20; i++) await client.appendToStream(`${prefix}-${i % 3}`, heavy(40, 40 * i))
  subscription.resume()
  t.same(
    numbersOf(await followed.count(800)),
    Array.from({ length: 800 }, (_, i) => i),
  )
  await followed.until('having caught up again', () => followed.log.at(-1) === 'caught-up')
  await followed.stop()
})

t.test('a slow reader holds up nobody else', async (t) => {
  const stream = unique('s')
  const slow = client.subscribeToStream(stream)
  const behind = follow(slow)
  await behind.confirmed()
  slow.pause()
  const quick = follow(client.subscribeToStream(stream))
  for (let i = 0; i < 10; i++) await client.appendToStream(stream, heavy(40, 40 * i))
  t.equal((await quick.count(400)).length, 400)
  t.ok(behind.events.length < 400)
  slow.resume()
  await behind.count(400)
  await behind.stop()
  await quick.stop()
})

t.test('an event that is hidden while a reader is behind is not sent', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(10))
  await client.setStreamMetadata(stream, { truncateBefore: 6 })
  const followed = follow(client.subscribeToStream(stream))
  t.same(numbersOf(await followed.count(4)), [6, 7, 8, 9])
  await followed.stop()
})

t.test('links of a live filtered $all are resolved', async (t) => {
  const target = unique('target')
  const links = unique('links')
  await client.appendToStream(target, events(1))
  const filter = streamNameFilter({ prefixes: [links] })
  const followed = follow(
    client.subscribeToAll({ fromPosition: 'end', filter, resolveLinkTos: true }),
  )
  await followed.caughtUp()
  await client.appendToStream(links, linkTo(target, 0))
  const [only] = await followed.count(1)
  t.equal(only?.event?.streamId, target)
  await followed.stop()
})

for (const direction of ['a revision', 'a position'] as const) {
  t.test(`from ${direction} that is the last: only what comes`, async (t) => {
    const stream = unique('s')
    const { position, nextExpectedRevision } = await client.appendToStream(stream, events(3))
    const followed = follow(
      direction === 'a revision'
        ? client.subscribeToStream(stream, { fromRevision: nextExpectedRevision })
        : client.subscribeToAll({
            fromPosition: position!,
            filter: streamNameFilter({ prefixes: [stream] }),
          }),
    )
    await followed.caughtUp()
    await client.appendToStream(stream, events(1, 'Counted', 3))
    t.same(numbersOf(await followed.count(1)), [3])
    await followed.stop()
  })
}
