import type { Position } from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const stream = unique('all')
await client.appendToStream(stream, events(6))
const written = await collect(client.readStream(stream))
const idAt = (i: number) => written[i]?.event?.id
const positionAt = (i: number): Position => written[i]!.event!.position!
const idsOf = (all: Awaited<ReturnType<typeof collect>>) => all.map(({ event }) => event?.id)

t.test('$all forwards from a position includes the event there', async (t) => {
  const all = await collect(client.readAll({ fromPosition: positionAt(2), maxCount: 2 }))
  t.same(idsOf(all), [idAt(2), idAt(3)])
})

t.test('$all backwards from a position leaves the event there out', async (t) => {
  const back = { direction: 'backwards', fromPosition: positionAt(3), maxCount: 2 } as const
  t.same(idsOf(await collect(client.readAll(back))), [idAt(2), idAt(1)])
})

t.test('$all backwards from the end begins with the last event', async (t) => {
  const [last] = events(1)
  const other = unique('last')
  await client.appendToStream(other, last!)
  const back = client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 })
  t.same(idsOf(await collect(back)), [last?.id])
})

t.test('$all forwards from the end is empty', async (t) => {
  t.same(await collect(client.readAll({ fromPosition: 'end' })), [])
})

t.test('$all backwards from the start is empty', async (t) => {
  t.same(await collect(client.readAll({ direction: 'backwards', fromPosition: 'start' })), [])
})

t.test('$all from the start is in the order of positions', async (t) => {
  const all = await collect(client.readAll({ maxCount: 500 }))
  const positions = all.map(({ commitPosition }) => commitPosition ?? 0n)
  t.same(
    positions,
    [...positions].sort((a, b) => (a < b ? -1 : 1)),
  )
  t.equal(new Set(positions).size, positions.length)
})

t.test('a limited read of $all gives exactly so many', async (t) => {
  t.equal((await collect(client.readAll({ maxCount: 3 }))).length, 3)
})

t.test('$all forwards from behind its end is empty', async (t) => {
  const far = { commit: 9_000_000_000_000n, prepare: 9_000_000_000_000n }
  t.same(await collect(client.readAll({ fromPosition: far })), [])
})

t.test('$all backwards from behind its end is an invalid position', async (t) => {
  const far = { commit: 9_000_000_000_000n, prepare: 9_000_000_000_000n }
  const error = await errorOf(
    collect(client.readAll({ direction: 'backwards', fromPosition: far, maxCount: 1 })),
  )
  t.match(error.message, /invalid position/)
})

t.test('a position where no event begins is an invalid position', async (t) => {
  const { commit } = positionAt(1)
  const between = { commit: commit + 1n, prepare: commit + 1n }
  const back = { direction: 'backwards', fromPosition: between, maxCount: 1 } as const
  t.match((await errorOf(collect(client.readAll(back)))).message, /invalid position/)
})

t.test('a prepare position behind the commit position is refused', async (t) => {
  const { commit } = positionAt(1)
  const fromPosition = { commit, prepare: commit + 1n }
  t.ok(await errorOf(collect(client.readAll({ fromPosition, maxCount: 1 }))))
})

t.test('$all holds the events of every stream, metadata too', async (t) => {
  const name = unique('s')
  const { position } = await client.appendToStream(name, events(1))
  await client.setStreamMetadata(name, { maxCount: 10 })
  const all = await collect(client.readAll({ fromPosition: position ?? 'start' }))
  // Others, and the node's own projections, write beside this.
  const ours = all.filter(({ event }) => [name, `$$${name}`].includes(event?.streamId ?? ''))
  t.same(
    ours.map(({ event }) => event?.streamId),
    [name, `$$${name}`],
  )
  t.equal(ours[1]?.event?.type, '$metadata')
})

t.test('reading on from the last position seen gives every event once', async (t) => {
  const name = unique('s')
  const first = await client.appendToStream(name, events(1))
  await client.appendToStream(name, events(24, 'Counted', 1))
  const seen: (string | undefined)[] = []
  let fromPosition = first.position!
  for (;;) {
    const page = await collect(client.readAll({ fromPosition, maxCount: 7 }))
    seen.push(...idsOf(seen.length === 0 ? page : page.slice(1)))
    const last = page.at(-1)?.event?.position
    if (page.length < 2 || last === undefined) break
    fromPosition = last
  }
  const expected = idsOf(await collect(client.readStream(name)))
  t.same(
    seen.filter((id) => expected.includes(id)),
    expected,
  )
})
