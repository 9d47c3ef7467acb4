import {
  eventTypeFilter,
  excludeSystemEvents,
  streamNameFilter,
  type Filter,
  type Position,
} from '@eventstore/db-client'
import t from 'tap'
import { eventually } from '../servers/eventually.ts'
import { events } from './support/events.ts'
import { follow } from './support/follow.ts'
import { within } from './support/watch.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const endOfAll = async (): Promise<Position> => {
  const { position } = await client.appendToStream(unique('mark'), events(1, 'Mark'))
  return position!
}

t.test('from a position: exclusive, then live', async (t) => {
  const stream = unique('s')
  const first = await client.appendToStream(stream, events(1))
  const second = await client.appendToStream(stream, events(1))
  const followed = follow(client.subscribeToAll({ fromPosition: first.position! }))
  // Others, and the node's own projections, write beside this.
  const ours = (count: number) =>
    eventually(() => {
      const all = followed.events.filter(({ event }) => event?.streamId === stream)
      return all.length < count ? undefined : all.map(({ event }) => event?.position?.commit)
    })
  t.same(await ours(1), [second.position?.commit])
  const third = await client.appendToStream(stream, events(1))
  t.same(await ours(2), [second.position?.commit, third.position?.commit])
  await followed.stop()
})

t.test('from the end: only what comes', async (t) => {
  const stream = unique('s')
  const [before, after] = events(2)
  await client.appendToStream(stream, before!)
  const followed = follow(client.subscribeToAll({ fromPosition: 'end' }))
  await followed.confirmed()
  await client.appendToStream(stream, after!)
  const came = await eventually(() => {
    const ours = followed.events.filter(({ event }) => event?.streamId === stream)
    return ours.length > 0 ? ours : undefined
  })
  t.same(
    came.map(({ event }) => event?.id),
    [after?.id],
  )
  await followed.stop()
})

t.test('the confirmation comes first, caught-up once behind what was there', async (t) => {
  const fromPosition = await endOfAll()
  await client.appendToStream(unique('s'), events(4))
  const followed = follow(client.subscribeToAll({ fromPosition }))
  await followed.count(4)
  await followed.caughtUp()
  t.equal(followed.log[0], 'confirmation')
  t.equal(followed.log.filter((entry) => entry === 'caught-up').length, 1)
  await followed.stop()
})

t.test('every event comes once and in order while many write', async (t) => {
  const fromPosition = await endOfAll()
  const followed = follow(client.subscribeToAll({ fromPosition }))
  const writers = unique('w')
  await Promise.all(
    Array.from({ length: 20 }, async (_, writer) => {
      const stream = `${writers}${writer}`
      for (let i = 0; i < 15; i++) await client.appendToStream(stream, events(2))
    }),
  )
  const all = await eventually(() => {
    const ours = followed.events.filter(({ event }) => event?.streamId.startsWith(writers))
    return ours.length < 600 ? undefined : ours
  })
  const positions = all.map(({ commitPosition }) => commitPosition ?? 0n)
  t.same(
    positions,
    [...positions].sort((a, b) => (a < b ? -1 : 1)),
  )
  t.equal(new Set(all.map(({ event }) => event?.id)).size, 600)
  await followed.stop()
})

const tag = unique('f')
const filters: readonly (readonly [string, Filter, readonly string[]])[] = [
  ['stream prefix', streamNameFilter({ prefixes: [`${tag}A-`] }), ['A0', 'A1']],
  [
    'several stream prefixes',
    streamNameFilter({ prefixes: [`${tag}A-`, `${tag}B-`] }),
    ['A0', 'A1', 'B0'],
  ],
  ['stream regex', streamNameFilter({ regex: `^${tag}[BC]-` }), ['B0', 'C0', 'C1']],
  ['stream regex in the middle', streamNameFilter({ regex: `${tag.slice(1)}C-` }), ['C0', 'C1']],
  ['type prefix', eventTypeFilter({ prefixes: [`${tag}One`] }), ['A0', 'B0', 'C0']],
  ['type regex', eventTypeFilter({ regex: `^${tag}(Two|Three)$` }), ['A1', 'C1']],
  ['type regex, any case', eventTypeFilter({ regex: `(?i)^${tag}TWO$` }), ['A1']],
]

t.test('filters', async (t) => {
  const fromPosition = await endOfAll()
  const write = (stream: string, type: string, name: string) =>
    client.appendToStream(`${tag}${stream}-1`, {
      ...events(1, `${tag}${type}`)[0]!,
      data: { name },
    })
  await write('A', 'One', 'A0')
  await write('A', 'Two', 'A1')
  await write('B', 'One', 'B0')
  await write('C', 'One', 'C0')
  await write('C', 'Three', 'C1')
  for (const [name, filter, expected] of filters) {
    t.test(name, async (t) => {
      const followed = follow(client.subscribeToAll({ fromPosition, filter }))
      await followed.count(expected.length)
      await followed.caughtUp()
      t.same(
        followed.events.map(({ event }) => (event?.data as { name: string }).name),
        expected,
      )
      await followed.stop()
    })
  }
})

t.test('excludeSystemEvents leaves out what begins with $', async (t) => {
  const fromPosition = await endOfAll()
  const stream = unique('s')
  await client.appendToStream(stream, events(1))
  await client.setStreamMetadata(stream, { maxCount: 5 })
  await client.appendToStream(stream, events(1))
  const followed = follow(client.subscribeToAll({ fromPosition, filter: excludeSystemEvents() }))
  await followed.count(2)
  await followed.caughtUp()
  t.same(
    followed.events.map(({ event }) => event?.streamId),
    [stream, stream],
  )
  await followed.stop()
})

t.test('a live event passes or fails the filter like an old one', async (t) => {
  const prefix = unique('live')
  const filter = streamNameFilter({ prefixes: [prefix] })
  const followed = follow(client.subscribeToAll({ fromPosition: 'end', filter }))
  await followed.confirmed()
  await client.appendToStream(unique('noise'), events(3))
  await client.appendToStream(`${prefix}-1`, events(1))
  await followed.count(1)
  t.equal(followed.events[0]?.event?.streamId, `${prefix}-1`)
  await followed.stop()
})

type Told = { readonly positions: bigint[]; readonly reached: (n: number) => Promise<void> }

const checkpoints = (): Told & { readonly tell: (position: Position) => void } => {
  const positions: bigint[] = []
  let wake = () => {}
  return {
    positions,
    tell: ({ commit }) => {
      positions.push(commit)
      wake()
    },
    reached: (n) =>
      within(
        new Promise((resolve) => {
          wake = () => {
            if (positions.length >= n) resolve()
          }
          wake()
        }),
        `${n} checkpoints`,
      ),
  }
}

t.test('checkpoints come though nothing passes the filter', async (t) => {
  const fromPosition = await endOfAll()
  await client.appendToStream(unique('noise'), events(100))
  const told = checkpoints()
  const filter = streamNameFilter({
    prefixes: [unique('none')],
    maxSearchWindow: 10,
    checkpointInterval: 1,
    checkpointReached: (_subscription, position) => told.tell(position),
  })
  const followed = follow(client.subscribeToAll({ fromPosition, filter }))
  await told.reached(10)
  t.equal(followed.events.length, 0)
  await followed.stop()
  t.equal(new Set(told.positions).size, told.positions.length, 'never two equal')
})

t.test('checkpoints grow, and a subscription may go on from any of them', async (t) => {
  const fromPosition = await endOfAll()
  const stream = unique('s')
  await client.appendToStream(unique('noise'), events(40))
  await client.appendToStream(stream, events(3))
  const told = checkpoints()
  const filter = streamNameFilter({
    prefixes: [stream],
    maxSearchWindow: 8,
    checkpointInterval: 1,
    checkpointReached: (_subscription, position) => told.tell(position),
  })
  const followed = follow(client.subscribeToAll({ fromPosition, filter }))
  await followed.count(3)
  await told.reached(5)
  await followed.stop()
  const grown = [...told.positions].sort((a, b) => (a < b ? -1 : 1))
  t.same(told.positions, grown)
  const commit = told.positions[2]!
  const again = follow(
    client.subscribeToAll({
      fromPosition: { commit, prepare: commit },
      filter: streamNameFilter({ prefixes: [stream] }),
    }),
  )
  t.equal((await again.count(3)).length, 3)
  await again.stop()
})

t.test('one checkpoint tells the end when it is reached', async (t) => {
  const fromPosition = await endOfAll()
  const { position } = await client.appendToStream(unique('noise'), events(3))
  const told = checkpoints()
  const filter = streamNameFilter({
    prefixes: [unique('none')],
    checkpointReached: (_subscription, reached) => told.tell(reached),
  })
  const followed = follow(client.subscribeToAll({ fromPosition, filter }))
  await followed.caughtUp()
  await told.reached(1)
  t.ok((told.positions.at(-1) ?? 0n) >= (position?.commit ?? 0n))
  await followed.stop()
})

t.test('a regular expression that can not be read is refused', async (t) => {
  const filter = streamNameFilter({ regex: '^(unclosed' })
  t.ok(await follow(client.subscribeToAll({ filter })).failed())
})

t.test('many subscriptions with their own filters share the connection', async (t) => {
  const prefixes = Array.from({ length: 12 }, () => unique('p'))
  const all = prefixes.map((prefix) =>
    follow(
      client.subscribeToAll({
        fromPosition: 'end',
        filter: streamNameFilter({ prefixes: [prefix] }),
      }),
    ),
  )
  await Promise.all(all.map((followed) => followed.confirmed()))
  await Promise.all(prefixes.map((prefix) => client.appendToStream(`${prefix}-1`, events(5))))
  for (const [i, followed] of all.entries()) {
    const seen = await followed.count(5)
    t.ok(seen.every(({ event }) => event?.streamId === `${prefixes[i]}-1`))
    await followed.stop()
  }
})
