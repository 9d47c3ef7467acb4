import { StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events, revisionsOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

type Options = Parameters<EventStoreDBClient['readStream']>[1]

const stream = unique('read')
await client.appendToStream(stream, events(10))

const cases: readonly (readonly [string, Options, readonly number[]])[] = [
  ['all of it', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['the first three', { maxCount: 3 }, [0, 1, 2]],
  ['from a revision on', { fromRevision: 7n }, [7, 8, 9]],
  ['from a revision on, at most two', { fromRevision: 4n, maxCount: 2 }, [4, 5]],
  ['from the last revision on', { fromRevision: 9n }, [9]],
  ['from behind the last revision on', { fromRevision: 10n }, []],
  ['from far behind on', { fromRevision: 1_000_000n }, []],
  ['forwards from the end', { fromRevision: 'end' }, []],
  ['more than there are', { maxCount: 100 }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['backwards', { direction: 'backwards', fromRevision: 'end' }, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
  ['the last one', { direction: 'backwards', fromRevision: 'end', maxCount: 1 }, [9]],
  ['backwards from a revision', { direction: 'backwards', fromRevision: 2n }, [2, 1, 0]],
  [
    'backwards from a revision, one',
    { direction: 'backwards', fromRevision: 5n, maxCount: 1 },
    [5],
  ],
  ['backwards from the start', { direction: 'backwards', fromRevision: 'start' }, [0]],
  [
    'backwards from behind the end',
    { direction: 'backwards', fromRevision: 50n, maxCount: 2 },
    [9, 8],
  ],
]

for (const [what, options, expected] of cases) {
  t.test(`a stream read: ${what}`, async (t) => {
    t.same(revisionsOf(await collect(client.readStream(stream, options))), expected)
  })
}

t.test('a stream that is missing is not found', async (t) => {
  const missing = unique('missing')
  const error = await errorOf(collect(client.readStream(missing)))
  t.ok(error instanceof StreamNotFoundError)
  t.match(error, { streamName: missing })
})

t.test('a stream that is missing is not found backwards either', async (t) => {
  const backwards = { direction: 'backwards', fromRevision: 'end' } as const
  t.ok(
    (await errorOf(collect(client.readStream(unique('missing'), backwards)))) instanceof
      StreamNotFoundError,
  )
})

t.test('each event tells its stream, revision and position', async (t) => {
  const all = await collect(client.readStream(stream))
  let before = -1n
  for (const [i, { event, commitPosition }] of all.entries()) {
    t.equal(event?.streamId, stream)
    t.equal(event?.revision, BigInt(i))
    t.equal(event?.position?.commit, commitPosition)
    t.ok((commitPosition ?? -1n) > before)
    before = commitPosition ?? -1n
  }
})

t.test('a stream longer than a page comes whole and in order, both ways', async (t) => {
  const long = unique('long')
  const size = 1_200
  await client.appendToStream(long, events(size))
  const numbers = Array.from({ length: size }, (_, i) => i)
  t.same(revisionsOf(await collect(client.readStream(long))), numbers)
  const back = client.readStream(long, { direction: 'backwards', fromRevision: 'end' })
  t.same(revisionsOf(await collect(back)), [...numbers].reverse())
})

t.test('a read that is given up half way leaves the connection usable', async (t) => {
  const long = unique('long')
  await client.appendToStream(long, events(1_500))
  const reading = client.readStream(long)
  for await (const { event } of reading) {
    if (event?.revision === 20n) break
  }
  await reading.cancel()
  t.equal((await collect(client.readStream(long, { maxCount: 2 }))).length, 2)
})

t.test('streams whose names begin alike are kept apart', async (t) => {
  const name = unique('s')
  await client.appendToStream(name, events(2))
  await client.appendToStream(`${name}1`, events(3))
  t.equal((await collect(client.readStream(name))).length, 2)
  t.equal((await collect(client.readStream(`${name}1`))).length, 3)
})

t.test('many reads at once each get their own answer', async (t) => {
  const reads = Array.from({ length: 30 }, (_, i) =>
    collect(client.readStream(stream, { fromRevision: BigInt(i % 10), maxCount: 1 })),
  )
  const answers = (await Promise.all(reads)).flatMap(revisionsOf)
  t.same(
    answers,
    Array.from({ length: 30 }, (_, i) => i % 10),
  )
})
