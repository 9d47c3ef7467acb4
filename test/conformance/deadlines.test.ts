import { DeadlineExceededError, EventStoreDBClient } from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events } from './support/events.ts'
import { appendPaths, conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const past = -1_000

t.test('a batch append whose deadline has passed is told so', async (t) => {
  const error = await errorOf(client.appendToStream(unique('s'), events(1), { deadline: past }))
  t.ok(error instanceof DeadlineExceededError, `${error.name}: ${error.message}`)
})
t.test('what timed out is not written', async (t) => {
  const stream = unique('s')
  await errorOf(client.appendToStream(stream, events(1), { deadline: past }))
  await client.appendToStream(stream, events(1), { expectedRevision: 'no_stream' })
  t.equal((await collect(client.readStream(stream))).length, 1)
})
t.test('others on the same call are not disturbed', async (t) => {
  const stream = unique('s')
  const late = errorOf(client.appendToStream(unique('s'), events(1), { deadline: past }))
  const beside = client.appendToStream(stream, events(1))
  t.ok((await late) instanceof DeadlineExceededError)
  t.equal((await beside).success, true)
})
for (const [path, options] of appendPaths) {
  t.test(`${path}: a deadline that is far away is kept`, async (t) => {
    const appended = await client.appendToStream(unique('s'), events(1), {
      ...options,
      deadline: 60_000,
    })
    t.equal(appended.success, true)
  })
}

const unaryCalls: readonly (readonly [string, (stream: string) => Promise<unknown>])[] = [
  ['delete', (stream) => client.deleteStream(stream, { deadline: past })],
  ['tombstone', (stream) => client.tombstoneStream(stream, { deadline: past })],
]
for (const [what, call] of unaryCalls) {
  t.test(`${what}: a deadline that has passed is exceeded`, async (t) => {
    const stream = unique('s')
    await client.appendToStream(stream, events(1))
    const error = await errorOf(call(stream))
    t.ok(error instanceof DeadlineExceededError, `${error.name}: ${error.message}`)
  })
}
t.test('a client that asks often whether the node is there stays connected', async (t) => {
  const url = node.connectionString
  const mark = url.includes('?') ? '&' : '?'
  const watchful = EventStoreDBClient.connectionString(
    `${url}${mark}keepAliveInterval=100&keepAliveTimeout=5000`,
  )
  const stream = unique('s')
  const subscription = watchful.subscribeToStream(stream)
  const seen: string[] = []
  subscription.on('error', (error: Error) => seen.push(error.message))
  const caughtUp = new Promise<void>((resolve) => subscription.on('caughtUp', resolve))
  await caughtUp
  // Pings go on meanwhile: each of these answers waits for a commit.
  for (let n = 0; n < 50; n++) await watchful.appendToStream(stream, events(1))
  t.same(seen, [])
  await subscription.unsubscribe()
  await watchful.dispose()
})
