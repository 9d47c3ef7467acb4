import {
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events, revisionsOf } from './support/events.ts'
import { follow } from './support/follow.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const written = async (count: number): Promise<string> => {
  const stream = unique('d')
  await client.appendToStream(stream, events(count))
  return stream
}
const read = (stream: string) => collect(client.readStream(stream))

t.test('a deleted stream is not found', async (t) => {
  const stream = await written(3)
  const { position } = await client.deleteStream(stream)
  t.ok(position)
  t.ok((await errorOf(read(stream))) instanceof StreamNotFoundError)
})

t.test('delete at the exact revision', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream, { expectedRevision: 2n })
  t.ok((await errorOf(read(stream))) instanceof StreamNotFoundError)
})

t.test('delete at a wrong revision is refused, and the stream stays', async (t) => {
  const stream = await written(3)
  const error = await errorOf(client.deleteStream(stream, { expectedRevision: 1n }))
  t.ok(error instanceof WrongExpectedVersionError)
  t.match(error, { streamName: stream, expectedVersion: 1n, actualVersion: 2n })
  t.equal((await read(stream)).length, 3)
})

t.test('delete of an existing stream expected missing is refused', async (t) => {
  const stream = await written(1)
  const error = await errorOf(client.deleteStream(stream, { expectedRevision: 'no_stream' }))
  t.ok(error instanceof WrongExpectedVersionError)
})

t.test('delete of a missing stream is refused', async (t) => {
  t.ok((await errorOf(client.deleteStream(unique('d')))) instanceof WrongExpectedVersionError)
})

t.test('an append brings a deleted stream back and continues its revisions', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream)
  const { nextExpectedRevision } = await client.appendToStream(stream, events(2))
  t.equal(nextExpectedRevision, 4n)
  t.same(revisionsOf(await read(stream)), [3, 4])
})

t.test('no_stream brings a deleted stream back', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream)
  const { nextExpectedRevision } = await client.appendToStream(stream, events(1), {
    expectedRevision: 'no_stream',
  })
  t.equal(nextExpectedRevision, 3n)
})

t.test('the last revision brings a deleted stream back', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream)
  await client.appendToStream(stream, events(1), { expectedRevision: 2n })
  t.same(revisionsOf(await read(stream)), [3])
})

t.test('stream_exists finds a deleted stream deleted', async (t) => {
  const stream = await written(1)
  await client.deleteStream(stream)
  const append = client.appendToStream(stream, events(1), { expectedRevision: 'stream_exists' })
  t.ok((await errorOf(append)) instanceof StreamDeletedError)
})

t.test('a stream brought back can be deleted again', async (t) => {
  const stream = await written(2)
  await client.deleteStream(stream)
  await client.appendToStream(stream, events(2))
  await client.deleteStream(stream)
  t.ok((await errorOf(read(stream))) instanceof StreamNotFoundError)
  await client.appendToStream(stream, events(1))
  t.same(revisionsOf(await read(stream)), [4])
})

t.test('the metadata of a stream brought back begins it at its first new event', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream)
  await client.appendToStream(stream, events(1))
  t.same((await client.getStreamMetadata(stream)).metadata, { truncateBefore: 3 })
})

t.test('metadata set on a deleted stream brings it back empty', async (t) => {
  const stream = await written(3)
  await client.deleteStream(stream)
  await client.setStreamMetadata(stream, { maxCount: 100 })
  t.same(await read(stream), [])
  t.same((await client.getStreamMetadata(stream)).metadata, { maxCount: 100, truncateBefore: 3 })
})

t.test('the events of a deleted stream stay in $all', async (t) => {
  const stream = unique('d')
  const { position } = await client.appendToStream(stream, events(2))
  await client.deleteStream(stream)
  const all = await collect(client.readAll({ fromPosition: position!, maxCount: 2 }))
  t.same(
    all.map(({ event }) => event?.streamId),
    [stream, `$$${stream}`],
  )
})

t.test('a subscription goes on over a deletion', async (t) => {
  const stream = await written(2)
  const followed = follow(client.subscribeToStream(stream))
  await followed.count(2)
  await client.deleteStream(stream)
  await client.appendToStream(stream, events(1))
  t.same(revisionsOf(await followed.count(3)), [0, 1, 2])
  await followed.stop()
})

t.test('a tombstoned stream is deleted for reads', async (t) => {
  const stream = await written(3)
  const { position } = await client.tombstoneStream(stream)
  t.ok(position)
  const error = await errorOf(read(stream))
  t.ok(error instanceof StreamDeletedError)
  t.match(error, { streamName: stream })
})

t.test('a tombstoned stream is deleted backwards too', async (t) => {
  const stream = await written(3)
  await client.tombstoneStream(stream)
  const back = client.readStream(stream, { direction: 'backwards', fromRevision: 'end' })
  t.ok((await errorOf(collect(back))) instanceof StreamDeletedError)
})

t.test('tombstone at the exact revision, and not at a wrong one', async (t) => {
  const stream = await written(3)
  const wrong = await errorOf(client.tombstoneStream(stream, { expectedRevision: 0n }))
  t.ok(wrong instanceof WrongExpectedVersionError)
  await client.tombstoneStream(stream, { expectedRevision: 2n })
  t.ok((await errorOf(read(stream))) instanceof StreamDeletedError)
})

t.test('a missing stream can be tombstoned', async (t) => {
  const stream = unique('d')
  await client.tombstoneStream(stream, { expectedRevision: 'no_stream' })
  t.ok((await errorOf(read(stream))) instanceof StreamDeletedError)
})

for (const expectedRevision of ['any', 'no_stream', 'stream_exists', 2n] as const) {
  t.test(`no append to a tombstoned stream: ${expectedRevision.toString()}`, async (t) => {
    const stream = await written(3)
    await client.tombstoneStream(stream)
    const append = client.appendToStream(stream, events(1), { expectedRevision })
    t.ok((await errorOf(append)) instanceof StreamDeletedError)
  })
}

t.test('a tombstoned stream can not be deleted or tombstoned again', async (t) => {
  const stream = await written(1)
  await client.tombstoneStream(stream)
  t.ok((await errorOf(client.deleteStream(stream))) instanceof StreamDeletedError)
  t.ok((await errorOf(client.tombstoneStream(stream))) instanceof StreamDeletedError)
})

t.test('a tombstone takes the metadata with it', async (t) => {
  const stream = await written(1)
  await client.setStreamMetadata(stream, { maxCount: 1 })
  await client.tombstoneStream(stream)
  t.ok((await errorOf(client.getStreamMetadata(stream))) instanceof StreamDeletedError)
  const set = client.setStreamMetadata(stream, { maxCount: 2 })
  t.ok((await errorOf(set)) instanceof StreamDeletedError)
})

t.test('a deleted stream can be tombstoned', async (t) => {
  const stream = await written(2)
  await client.deleteStream(stream)
  await client.tombstoneStream(stream)
  t.ok((await errorOf(read(stream))) instanceof StreamDeletedError)
})

t.test('a tombstone is an event of $all with the greatest revision', async (t) => {
  const stream = unique('d')
  const { position } = await client.appendToStream(stream, events(1))
  await client.tombstoneStream(stream)
  const all = await collect(client.readAll({ fromPosition: position!, maxCount: 2 }))
  t.equal(all[1]?.event?.type, '$streamDeleted')
  t.equal(all[1]?.event?.streamId, stream)
  t.equal(all[1]?.event?.revision, 9_223_372_036_854_775_807n)
})
