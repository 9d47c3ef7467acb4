import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from './connect.ts'
import { EventStoreUnavailable } from './errors.ts'
import { oneByOne } from './one-by-one.ts'
import type { EventMetadata, EventStore, NewEvent, RecordedEvent } from './types.ts'

const metadata: EventMetadata = {
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  commandId: randomUUID(),
  inputHash: 'none',
  actor: { kind: 'system', id: 'test' },
  occurredAt: '2026-01-01T00:00:00.000Z',
  schema: 1,
}
const event = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: { n },
  metadata,
})

const deadlineMs = 60_000

const temporary = async (t: Tap): Promise<string> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-reconnect-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}
type Tap = { readonly teardown: (handler: () => unknown) => unknown }

/** What a writer was told, by stream. */
type Acknowledged = Map<string, string[]>

const write = async (
  store: EventStore,
  stream: string,
  acknowledged: Acknowledged,
  going: () => boolean,
): Promise<void> => {
  const ids: string[] = []
  acknowledged.set(stream, ids)
  for (let n = 0; going(); n++) {
    const next = event(n)
    const result = await store.append(stream, [next], n === 0 ? 'no-stream' : BigInt(n - 1))
    if (result.kind !== 'appended') throw new Error(`${stream} at ${n}: ${result.kind}`)
    ids.push(next.id)
  }
}

/** Resolves when `holds`, asked again whenever the writers got further. */
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

t.test('a kill and restart on the same port costs writers time and nothing else', async (t) => {
  const dataDir = await temporary(t)
  let server = await startEventStore({ dataDir })
  const { port, connectionString } = server
  const store = connectEventStore(connectionString, { deadlineMs, attemptMs: 10_000 })

  const seen: RecordedEvent[] = []
  const following = new AbortController()
  const subscription = (async () => {
    const messages = store.subscribeAll({ after: 'start', signal: following.signal })
    for await (const message of oneByOne(messages))
      if (message.kind === 'event') seen.push(message.event)
  })()

  const acknowledged: Acknowledged = new Map()
  const total = () => [...acknowledged.values()].reduce((sum, ids) => sum + ids.length, 0)
  let going = true
  const writers = Array.from({ length: 32 }, (_, i) =>
    write(store, `writer-${i}`, acknowledged, () => going),
  )

  for (let round = 0; round < 3; round++) {
    const before = total()
    await until(() => total() > before + 200)
    await server.kill()
    server = await startEventStore({ dataDir, port })
    t.equal(server.port, port)
  }
  const before = total()
  await until(() => total() > before + 200)
  going = false
  await Promise.all(writers)

  for (const [stream, ids] of acknowledged) {
    const events = await store.read(stream)
    t.same(
      events.map(({ id }) => id),
      ids,
      `${stream} holds what was acknowledged, in order and once`,
    )
  }
  await until(() => seen.length >= total())
  following.abort()
  await subscription
  t.equal(new Set(seen.map(({ id }) => id)).size, seen.length, 'no event came twice')
  t.equal(seen.length, total(), 'every event came')
  const positions = seen.map(({ position }) => position)
  t.same(
    positions,
    [...positions].sort((a, b) => (a < b ? -1 : 1)),
    'in the order of the log',
  )
  await store.close()
  await server.stop()
})

t.test('a read waits for the store to come back', async (t) => {
  const dataDir = await temporary(t)
  const server = await startEventStore({ dataDir })
  const store = connectEventStore(server.connectionString, { deadlineMs })
  await store.append('s-1', [event(0), event(1)], 'no-stream')
  await server.kill()
  const reading = store.read('s-1')
  const again = await startEventStore({ dataDir, port: server.port })
  t.equal((await reading).length, 2)
  t.equal(await store.head(), (await store.read('s-1'))[1]?.position)
  await store.close()
  await again.stop()
})

t.test('a store that is away for longer than the deadline is unavailable', async (t) => {
  const dataDir = await temporary(t)
  const server = await startEventStore({ dataDir })
  await server.stop()
  const store = connectEventStore(server.connectionString, { deadlineMs: 100 })
  await t.rejects(store.append('s-1', [event(0)], 'no-stream'), EventStoreUnavailable)
  await t.rejects(store.read('s-1'), EventStoreUnavailable)
  await t.rejects(store.head(), { code: 'event-store-unavailable' })
  await store.close()
})

t.test('an orderly stop ends a subscription no more than a crash does', async (t) => {
  const dataDir = await temporary(t)
  const server = await startEventStore({ dataDir })
  const store = connectEventStore(server.connectionString, { deadlineMs })
  await store.append('s-1', [event(0)], 'no-stream')
  const following = new AbortController()
  const kinds: string[] = []
  let again: Awaited<ReturnType<typeof startEventStore>> | undefined
  const messages = store.subscribeAll({ after: 'start', signal: following.signal })
  for await (const message of oneByOne(messages, following.signal)) {
    kinds.push(message.kind)
    if (message.kind === 'caught-up' && again === undefined) {
      await server.stop()
      again = await startEventStore({ dataDir, port: server.port })
      await store.append('s-1', [event(1)], 0n)
    } else if (kinds.filter((kind) => kind === 'event').length === 2) following.abort()
  }
  t.equal(kinds.filter((kind) => kind === 'event').length, 2)
  await store.close()
  await again?.stop()
})
