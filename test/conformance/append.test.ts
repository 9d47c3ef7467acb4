import { randomUUID } from 'node:crypto'
import { binaryEvent, jsonEvent } from '@eventstore/db-client'
import {
  MaxAppendSizeExceededError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events, revisionsOf } from './support/events.ts'
import { appendPaths, conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

for (const [path, options] of appendPaths) {
  t.test(path, async (t) => {
    t.test('the first event of a stream has revision 0', async (t) => {
      const result = await client.appendToStream(unique('s'), events(1), options)
      t.equal(result.success, true)
      t.equal(result.nextExpectedRevision, 0n)
    })

    t.test('several events are appended in order, and the last revision is told', async (t) => {
      const stream = unique('s')
      const result = await client.appendToStream(stream, events(5), options)
      t.equal(result.nextExpectedRevision, 4n)
      t.same(revisionsOf(await collect(client.readStream(stream))), [0, 1, 2, 3, 4])
    })

    t.test('the position told is that of the last event', async (t) => {
      const stream = unique('s')
      const result = await client.appendToStream(stream, events(3), options)
      const last = (await collect(client.readStream(stream))).at(-1)
      t.equal(result.position?.commit, last?.event?.position?.commit)
    })

    t.test('positions grow from one append to the next', async (t) => {
      const first = await client.appendToStream(unique('s'), events(1), options)
      const second = await client.appendToStream(unique('s'), events(1), options)
      t.ok((second.position?.commit ?? 0n) > (first.position?.commit ?? 0n))
    })

    t.test('one append stands together in $all', async (t) => {
      const stream = unique('s')
      await client.appendToStream(unique('before'), events(1), options)
      await client.appendToStream(stream, events(4), options)
      const first = (await collect(client.readStream(stream, { maxCount: 1 })))[0]
      const position = first?.event?.position
      t.ok(position)
      const all = await collect(client.readAll({ fromPosition: position ?? 'start', maxCount: 4 }))
      t.same(
        all.map(({ event }) => event?.streamId),
        [stream, stream, stream, stream],
      )
    })

    t.test('JSON data and metadata come back as they went', async (t) => {
      const stream = unique('s')
      const data = { text: 'Grüße, 量子', nested: { list: [1, 2.5, null, true] } }
      const metadata = { $correlationId: randomUUID(), who: 'me' }
      await client.appendToStream(stream, jsonEvent({ type: 'Told', data, metadata }), options)
      const [read] = await collect(client.readStream(stream))
      t.same(read?.event?.data, data)
      t.same(read?.event?.metadata, metadata)
      t.equal(read?.event?.type, 'Told')
      t.equal(read?.event?.isJson, true)
    })

    t.test('binary data and metadata come back as they went', async (t) => {
      const stream = unique('s')
      const data = Buffer.from([0, 255, 1, 128])
      const metadata = Uint8Array.from([9, 8, 7])
      await client.appendToStream(stream, binaryEvent({ type: 'Raw', data, metadata }), options)
      const [read] = await collect(client.readStream(stream))
      t.same(Buffer.from((read?.event?.data ?? []) as Uint8Array), data)
      t.equal(read?.event?.isJson, false)
    })

    t.test('the id of an event is kept, and its time is told', async (t) => {
      const stream = unique('s')
      const [event] = events(1)
      const before = Date.now()
      await client.appendToStream(stream, event!, options)
      const [read] = await collect(client.readStream(stream))
      t.equal(read?.event?.id, event?.id)
      t.ok(Math.abs((read?.event?.created.getTime() ?? 0) - before) < 60_000)
    })

    t.test('names of streams and types may be any text', async (t) => {
      const stream = unique('Straße 東京-')
      await client.appendToStream(stream, events(1, 'Ereignis-ß'), options)
      const [read] = await collect(client.readStream(stream))
      t.equal(read?.event?.streamId, stream)
      t.equal(read?.event?.type, 'Ereignis-ß')
    })

    t.test('a long stream name is a stream name', async (t) => {
      const stream = unique('s').padEnd(1500, 'x')
      await client.appendToStream(stream, events(2), options)
      t.same(revisionsOf(await collect(client.readStream(stream))), [0, 1])
      await t.rejects(collect(client.readStream(`${stream}x`)))
    })

    t.test('any: appends to a missing and to an existing stream', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), { ...options, expectedRevision: 'any' })
      const { nextExpectedRevision } = await client.appendToStream(stream, events(1), options)
      t.equal(nextExpectedRevision, 1n)
    })

    t.test('no_stream: appends to a missing stream', async (t) => {
      const expected = { ...options, expectedRevision: 'no_stream' as const }
      t.ok((await client.appendToStream(unique('s'), events(1), expected)).success)
    })

    t.test('no_stream: an existing stream is a wrong expected version', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(2), options)
      const expected = { ...options, expectedRevision: 'no_stream' as const }
      const error = await errorOf(client.appendToStream(stream, events(1), expected))
      t.ok(error instanceof WrongExpectedVersionError)
      t.match(error, { streamName: stream, expectedVersion: 'no_stream', actualVersion: 1n })
    })

    t.test('stream_exists: appends to an existing stream', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), options)
      const expected = { ...options, expectedRevision: 'stream_exists' as const }
      t.equal((await client.appendToStream(stream, events(1), expected)).nextExpectedRevision, 1n)
    })

    t.test('stream_exists: a missing stream is a wrong expected version', async (t) => {
      const expected = { ...options, expectedRevision: 'stream_exists' as const }
      const error = await errorOf(client.appendToStream(unique('s'), events(1), expected))
      t.ok(error instanceof WrongExpectedVersionError)
      t.match(error, { expectedVersion: 'stream_exists', actualVersion: 'no_stream' })
    })

    t.test('a revision: the exact one appends', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(3), options)
      const expected = { ...options, expectedRevision: 2n }
      t.equal((await client.appendToStream(stream, events(1), expected)).nextExpectedRevision, 3n)
    })

    t.test('a revision: one too low is a wrong expected version', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(3), options)
      const expected = { ...options, expectedRevision: 1n }
      const error = await errorOf(client.appendToStream(stream, events(1), expected))
      t.ok(error instanceof WrongExpectedVersionError)
      t.match(error, { expectedVersion: 1n, actualVersion: 2n })
    })

    t.test('a revision: one too high is a wrong expected version', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), options)
      const expected = { ...options, expectedRevision: 5n }
      const error = await errorOf(client.appendToStream(stream, events(1), expected))
      t.ok(error instanceof WrongExpectedVersionError)
      t.match(error, { expectedVersion: 5n, actualVersion: 0n })
    })

    t.test('a revision: a missing stream is a wrong expected version', async (t) => {
      const expected = { ...options, expectedRevision: 0n }
      const error = await errorOf(client.appendToStream(unique('s'), events(1), expected))
      t.ok(error instanceof WrongExpectedVersionError)
      t.match(error, { expectedVersion: 0n, actualVersion: 'no_stream' })
    })

    t.test('what was refused left nothing behind', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), options)
      await errorOf(client.appendToStream(stream, events(4), { ...options, expectedRevision: 7n }))
      t.equal((await collect(client.readStream(stream))).length, 1)
    })

    t.test('nothing to append at the right revision succeeds and writes nothing', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(2), options)
      const result = await client.appendToStream(stream, [], { ...options, expectedRevision: 1n })
      t.ok(result.success)
      t.equal((await collect(client.readStream(stream))).length, 2)
    })

    t.test('an append above the maximum size is refused as a whole', async (t) => {
      const stream = unique('s')
      const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(2 * 1024 * 1024) } })
      const error = await errorOf(client.appendToStream(stream, [...events(1), large], options))
      t.ok(error instanceof MaxAppendSizeExceededError, error.message)
      t.ok(error instanceof MaxAppendSizeExceededError && error.maxAppendSize > 0)
      await t.rejects(collect(client.readStream(stream)))
    })

    t.test('many events in one append', async (t) => {
      const stream = unique('s')
      const result = await client.appendToStream(stream, events(2_000), options)
      t.equal(result.nextExpectedRevision, 1_999n)
      t.equal((await collect(client.readStream(stream))).length, 2_000)
    })

    t.test('appends side by side to one stream each get revisions of their own', async (t) => {
      const stream = unique('s')
      const results = await Promise.all(
        Array.from({ length: 40 }, () => client.appendToStream(stream, events(1), options)),
      )
      const revisions = results.map(({ nextExpectedRevision }) => Number(nextExpectedRevision))
      t.same(
        revisions.sort((a, b) => a - b),
        Array.from({ length: 40 }, (_, i) => i),
      )
    })

    t.test('of writers at the same revision exactly one wins', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), options)
      const expected = { ...options, expectedRevision: 0n }
      const results = await Promise.allSettled(
        Array.from({ length: 16 }, () => client.appendToStream(stream, events(1), expected)),
      )
      t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    })

    t.test('an append to a tombstoned stream says that it is deleted', async (t) => {
      const stream = unique('s')
      await client.appendToStream(stream, events(1), options)
      await client.tombstoneStream(stream)
      const error = await errorOf(client.appendToStream(stream, events(1), options))
      t.ok(error instanceof StreamDeletedError)
      t.match(error, { streamName: stream })
    })
  })
}

t.test('batch append: fragments of one append are put together', async (t) => {
  const stream = unique('s')
  const result = await client.appendToStream(stream, events(300), { batchAppendSize: 2_000 })
  t.equal(result.nextExpectedRevision, 299n)
})

t.test(
  'batch append: a deadline that has passed is answered, and nothing is written',
  async (t) => {
    const stream = unique('s')
    const error = await errorOf(client.appendToStream(stream, events(1), { deadline: -1_000 }))
    t.match(error, { type: 'deadline-exceeded' })
    await t.rejects(collect(client.readStream(stream)))
  },
)

t.test('a refused append does not disturb those beside it on the same call', async (t) => {
  const good = unique('good')
  const bad = unique('bad')
  const results = await Promise.allSettled([
    client.appendToStream(good, events(1), { expectedRevision: 'no_stream' }),
    client.appendToStream(bad, events(1), { expectedRevision: 9n }),
    client.appendToStream(good, events(1), { expectedRevision: 0n }),
  ])
  t.same(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})
