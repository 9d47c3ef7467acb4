import { StreamDeletedError } from '@eventstore/db-client'
import t from 'tap'
import { events, numbersOf, revisionsOf } from './support/events.ts'
import { follow } from './support/follow.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

t.test('from the start: what is there, then what comes', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(3))
  const followed = follow(client.subscribeToStream(stream))
  await followed.count(3)
  await client.appendToStream(stream, events(2, 'Counted', 3))
  t.same(numbersOf(await followed.count(5)), [0, 1, 2, 3, 4])
  await followed.stop()
})

t.test('the confirmation comes first, and caught-up behind what was there', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(3))
  const followed = follow(client.subscribeToStream(stream))
  await followed.count(3)
  await followed.caughtUp()
  t.equal(followed.log[0], 'confirmation')
  t.equal(followed.log.filter((entry) => entry === 'caught-up').length, 1)
  await followed.stop()
})

t.test('from a revision: exclusive', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(5))
  const followed = follow(client.subscribeToStream(stream, { fromRevision: 2n }))
  t.same(revisionsOf(await followed.count(2)), [3, 4])
  await followed.stop()
})

t.test('from the end: only what comes', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(5))
  const followed = follow(client.subscribeToStream(stream, { fromRevision: 'end' }))
  await followed.confirmed()
  await followed.caughtUp()
  await client.appendToStream(stream, events(1, 'Late', 5))
  t.same(revisionsOf(await followed.count(1)), [5])
  await followed.stop()
})

t.test('a missing stream is waited for', async (t) => {
  const stream = unique('s')
  const followed = follow(client.subscribeToStream(stream))
  await followed.confirmed()
  await client.appendToStream(stream, events(2))
  t.same(revisionsOf(await followed.count(2)), [0, 1])
  await followed.stop()
})

t.test('other streams are not seen', async (t) => {
  const stream = unique('s')
  const followed = follow(client.subscribeToStream(stream))
  await followed.confirmed()
  await client.appendToStream(unique('other'), events(3))
  await client.appendToStream(`${stream}x`, events(3))
  await client.appendToStream(stream, events(1))
  await followed.count(1)
  t.same(
    followed.events.map(({ event }) => event?.streamId),
    [stream],
  )
  await followed.stop()
})

t.test('a long stream comes whole while it grows', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(800))
  const followed = follow(client.subscribeToStream(stream))
  for (let i = 0; i < 20; i++) {
    await client.appendToStream(stream, events(10, 'Counted', 800 + 10 * i))
  }
  t.same(
    numbersOf(await followed.count(1_000)),
    Array.from({ length: 1_000 }, (_, i) => i),
  )
  await followed.stop()
})

t.test('many subscribers to one stream all see all of it', async (t) => {
  const stream = unique('s')
  const all = Array.from({ length: 10 }, () => follow(client.subscribeToStream(stream)))
  await client.appendToStream(stream, events(20))
  for (const followed of all) {
    t.equal((await followed.count(20)).length, 20)
    await followed.stop()
  }
})

t.test('after unsubscribing nothing comes any more', async (t) => {
  const stream = unique('s')
  const stopped = follow(client.subscribeToStream(stream))
  const going = follow(client.subscribeToStream(stream))
  await stopped.confirmed()
  await stopped.stop()
  await client.appendToStream(stream, events(2))
  await going.count(2)
  t.equal(stopped.events.length, 0)
  await going.stop()
})

t.test('a tombstoned stream ends its subscription', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(1))
  const followed = follow(client.subscribeToStream(stream))
  await followed.count(1)
  await client.tombstoneStream(stream)
  t.ok((await followed.failed()) instanceof StreamDeletedError)
})

t.test('a subscription to a tombstoned stream fails', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(1))
  await client.tombstoneStream(stream)
  t.ok((await follow(client.subscribeToStream(stream)).failed()) instanceof StreamDeletedError)
})
