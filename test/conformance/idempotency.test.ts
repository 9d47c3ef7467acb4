import { WrongExpectedVersionError } from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events, numbersOf } from './support/events.ts'
import { appendPaths, conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

for (const [path, options] of appendPaths) {
  t.test(path, async (t) => {
    const append = (
      stream: string,
      batch: ReturnType<typeof events>,
      expectedRevision: 'any' | 'no_stream' | 'stream_exists' | bigint,
    ) => client.appendToStream(stream, batch, { ...options, expectedRevision })
    const count = async (stream: string) => (await collect(client.readStream(stream))).length

    t.test('no_stream repeated: the same answer, written once', async (t) => {
      const stream = unique('s')
      const batch = events(3)
      const first = await append(stream, batch, 'no_stream')
      const again = await append(stream, batch, 'no_stream')
      t.equal(again.nextExpectedRevision, first.nextExpectedRevision)
      t.equal(again.position?.commit, first.position?.commit)
      t.equal(await count(stream), 3)
    })

    t.test('an exact revision repeated: the same answer, written once', async (t) => {
      const stream = unique('s')
      await append(stream, events(2), 'no_stream')
      const batch = events(2)
      const first = await append(stream, batch, 1n)
      const again = await append(stream, batch, 1n)
      t.equal(again.nextExpectedRevision, 3n)
      t.equal(again.position?.commit, first.position?.commit)
      t.equal(await count(stream), 4)
    })

    t.test('repeated long after others were appended: still the old answer', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      await append(stream, batch, 'no_stream')
      await append(stream, events(5), 1n)
      const again = await append(stream, batch, 'no_stream')
      t.equal(again.nextExpectedRevision, 1n)
      t.equal(await count(stream), 7)
    })

    t.test('the beginning of what was appended, repeated, is a repetition', async (t) => {
      const stream = unique('s')
      const batch = events(4)
      await append(stream, batch, 'no_stream')
      const again = await append(stream, batch.slice(0, 2), 'no_stream')
      t.equal(again.nextExpectedRevision, 1n)
      t.equal(await count(stream), 4)
    })

    t.test('the end of what was appended, at its own revision, is a repetition', async (t) => {
      const stream = unique('s')
      const batch = events(4)
      await append(stream, batch, 'no_stream')
      const again = await append(stream, batch.slice(2), 1n)
      t.equal(again.nextExpectedRevision, 3n)
      t.equal(await count(stream), 4)
    })

    t.test('more than was appended is refused', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      await append(stream, batch, 'no_stream')
      const error = await errorOf(append(stream, [...batch, ...events(1)], 'no_stream'))
      t.ok(error instanceof WrongExpectedVersionError)
      t.equal(await count(stream), 2)
    })

    t.test('another order is refused', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      await append(stream, batch, 'no_stream')
      const error = await errorOf(append(stream, [...batch].reverse(), 'no_stream'))
      t.ok(error instanceof WrongExpectedVersionError)
    })

    t.test('other ids at an old revision are refused', async (t) => {
      const stream = unique('s')
      await append(stream, events(2), 'no_stream')
      t.ok(
        (await errorOf(append(stream, events(2), 'no_stream'))) instanceof
          WrongExpectedVersionError,
      )
    })

    t.test('the known ids at a revision where they do not stand are refused', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      await append(stream, events(3), 'no_stream')
      await append(stream, batch, 2n)
      t.ok((await errorOf(append(stream, batch, 1n))) instanceof WrongExpectedVersionError)
    })

    t.test('the same ids at the present revision are written again', async (t) => {
      const stream = unique('s')
      const batch = events(1)
      await append(stream, batch, 'no_stream')
      t.equal((await append(stream, batch, 0n)).nextExpectedRevision, 1n)
      t.same(numbersOf(await collect(client.readStream(stream))), [0, 0])
    })

    t.test('any repeated: the same answer, written once', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      const first = await append(stream, batch, 'any')
      const again = await append(stream, batch, 'any')
      t.equal(again.nextExpectedRevision, first.nextExpectedRevision)
      t.equal(again.position?.commit, first.position?.commit)
      t.equal(await count(stream), 2)
    })

    t.test('any repeated after others: the old answer', async (t) => {
      const stream = unique('s')
      const batch = events(1)
      await append(stream, batch, 'any')
      await append(stream, events(3), 'any')
      t.equal((await append(stream, batch, 'any')).nextExpectedRevision, 0n)
      t.equal(await count(stream), 4)
    })

    t.test('any with a known first and an unknown later id is refused', async (t) => {
      const stream = unique('s')
      const batch = events(1)
      await append(stream, batch, 'any')
      const error = await errorOf(append(stream, [...batch, ...events(1)], 'any'))
      t.ok(error instanceof WrongExpectedVersionError)
    })

    t.test('any with an unknown first id is written', async (t) => {
      const stream = unique('s')
      const batch = events(1)
      await append(stream, batch, 'any')
      t.equal((await append(stream, [...events(1), ...batch], 'any')).nextExpectedRevision, 2n)
    })

    t.test('stream_exists repeated: the same answer, written once', async (t) => {
      const stream = unique('s')
      await append(stream, events(1), 'any')
      const batch = events(2)
      await append(stream, batch, 'stream_exists')
      t.equal((await append(stream, batch, 'stream_exists')).nextExpectedRevision, 2n)
      t.equal(await count(stream), 3)
    })

    t.test('the same ids in another stream are other events', async (t) => {
      const batch = events(2)
      const [one, two] = [unique('s'), unique('s')]
      await append(one, batch, 'any')
      t.equal((await append(two, batch, 'any')).nextExpectedRevision, 1n)
      t.equal(await count(two), 2)
    })

    t.test('one id twice in one append is two events', async (t) => {
      const stream = unique('s')
      const [event] = events(1)
      t.equal((await append(stream, [event!, event!], 'no_stream')).nextExpectedRevision, 1n)
    })

    t.test('the same append sent many times at once is written once', async (t) => {
      const stream = unique('s')
      const batch = events(2)
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => append(stream, batch, 'no_stream')),
      )
      t.same(new Set(answers.map(({ position }) => position?.commit)).size, 1)
      t.equal(await count(stream), 2)
    })
  })
}
