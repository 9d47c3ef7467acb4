import { jsonEvent } from '@eventstore/db-client'
import t from 'tap'
import { collect, events, revisionsOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const written = async (count: number): Promise<string> => {
  const stream = unique('m')
  await client.appendToStream(stream, events(count))
  return stream
}
const revisions = async (stream: string) => revisionsOf(await collect(client.readStream(stream)))

t.test('a stream without metadata has none', async (t) => {
  const { metadata } = await client.getStreamMetadata(unique('m'))
  t.equal(metadata, undefined)
})

t.test('metadata comes back as it was set', async (t) => {
  const stream = await written(1)
  const metadata = {
    maxCount: 7,
    maxAge: 3_600,
    truncateBefore: 1,
    cacheControl: 10,
    acl: { readRoles: ['a', 'b'], writeRoles: ['c'] },
    owner: 'me',
  }
  await client.setStreamMetadata(stream, metadata)
  t.same((await client.getStreamMetadata(stream)).metadata, metadata)
})

t.test('the last metadata wins', async (t) => {
  const stream = await written(1)
  await client.setStreamMetadata(stream, { maxCount: 1 })
  await client.setStreamMetadata(stream, { maxCount: 2 })
  t.same((await client.getStreamMetadata(stream)).metadata, { maxCount: 2 })
})

t.test('metadata can be set before the stream is there', async (t) => {
  const stream = unique('m')
  await client.setStreamMetadata(stream, { maxCount: 2 })
  await client.appendToStream(stream, events(5), { expectedRevision: 'no_stream' })
  t.same(await revisions(stream), [3, 4])
})

t.test('metadata at an expected revision', async (t) => {
  const stream = await written(1)
  await client.setStreamMetadata(stream, { maxCount: 1 }, { expectedRevision: 'no_stream' })
  await client.setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: 0n })
  await t.rejects(client.setStreamMetadata(stream, { maxCount: 3 }, { expectedRevision: 0n }))
  t.same((await client.getStreamMetadata(stream)).metadata, { maxCount: 2 })
})

t.test('a metadata stream keeps its last event', async (t) => {
  const stream = await written(1)
  await client.setStreamMetadata(stream, { maxCount: 1 })
  await client.setStreamMetadata(stream, { maxCount: 2 })
  t.same(await revisions(`$$${stream}`), [1])
})

t.test('$maxCount: the newest are read, with the revisions they have', async (t) => {
  const stream = await written(5)
  await client.setStreamMetadata(stream, { maxCount: 2 })
  t.same(await revisions(stream), [3, 4])
  await client.appendToStream(stream, events(1))
  t.same(await revisions(stream), [4, 5])
})

t.test('$maxCount backwards', async (t) => {
  const stream = await written(5)
  await client.setStreamMetadata(stream, { maxCount: 3 })
  const back = client.readStream(stream, { direction: 'backwards', fromRevision: 'end' })
  t.same(revisionsOf(await collect(back)), [4, 3, 2])
})

t.test('a read from a hidden revision begins with the first that is not', async (t) => {
  const stream = await written(6)
  await client.setStreamMetadata(stream, { maxCount: 2 })
  const from = client.readStream(stream, { fromRevision: 1n, maxCount: 1 })
  t.same(revisionsOf(await collect(from)), [4])
})

t.test('a greater $maxCount shows what was hidden', async (t) => {
  const stream = await written(5)
  await client.setStreamMetadata(stream, { maxCount: 1 })
  t.same(await revisions(stream), [4])
  await client.setStreamMetadata(stream, { maxCount: 4 })
  t.same(await revisions(stream), [1, 2, 3, 4])
})

t.test('$tb: what is below is hidden', async (t) => {
  const stream = await written(5)
  await client.setStreamMetadata(stream, { truncateBefore: 3 })
  t.same(await revisions(stream), [3, 4])
})

t.test('$tb beyond the end: the stream is there and empty', async (t) => {
  const stream = await written(3)
  await client.setStreamMetadata(stream, { truncateBefore: 10 })
  t.same(await revisions(stream), [])
  const { nextExpectedRevision } = await client.appendToStream(stream, events(1), {
    expectedRevision: 2n,
  })
  t.equal(nextExpectedRevision, 3n)
})

t.test('of $tb and $maxCount the stricter one holds', async (t) => {
  const stream = await written(6)
  await client.setStreamMetadata(stream, { truncateBefore: 2, maxCount: 3 })
  t.same(await revisions(stream), [3, 4, 5])
  await client.setStreamMetadata(stream, { truncateBefore: 5, maxCount: 3 })
  t.same(await revisions(stream), [5])
})

t.test('$maxAge: young events are read', async (t) => {
  const stream = await written(3)
  await client.setStreamMetadata(stream, { maxAge: 3_600 })
  t.same(await revisions(stream), [0, 1, 2])
})

t.test('hidden events are still in $all', async (t) => {
  const stream = unique('m')
  const { position } = await client.appendToStream(stream, events(1))
  await client.appendToStream(stream, events(2))
  await client.setStreamMetadata(stream, { maxCount: 1 })
  const all = await collect(client.readAll({ fromPosition: position!, maxCount: 3 }))
  t.same(
    all.map(({ event }) => event?.streamId),
    [stream, stream, stream],
  )
})

t.test('metadata that is not JSON says nothing', async (t) => {
  const stream = await written(3)
  await client.setStreamMetadata(stream, { maxCount: 1 })
  await client.appendToStream(`$$${stream}`, {
    ...jsonEvent({ type: '$metadata', data: {} }),
    contentType: 'application/octet-stream',
    data: Buffer.from('not json'),
    metadata: undefined,
  })
  t.same(await revisions(stream), [0, 1, 2])
})
