import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type PersistentSubscriptionToStream,
  type ResolvedEvent,
} from '@eventstore/db-client'
import t from 'tap'
import { eventually } from '../../../../test/servers/eventually.ts'
import { startEventStore } from '../start.ts'

t.setTimeout(180_000)

const rounds = 4
const perRound = 60
const settings = persistentSubscriptionToStreamSettingsFromDefaults({
  startFrom: 'start',
  checkPointAfter: 1,
  checkPointLowerBound: 1,
  checkPointUpperBound: 7,
})
const numbered = (count: number) =>
  Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'Counted', data: {} }))

type Deal = 'ack' | 'keep' | 'park'

/** Consumes until the connection is lost. */
const consume = (
  subscription: PersistentSubscriptionToStream,
  deal: (revision: number) => Deal,
  seen: (revision: number, deal: Deal) => void,
): void => {
  // The store is killed under it.
  subscription.on('error', () => {})
  subscription.on('data', (event: ResolvedEvent) => {
    const revision = Number(event.event?.revision)
    const dealt = deal(revision)
    seen(revision, dealt)
    if (dealt === 'ack') subscription.ack(event).catch(() => {})
    if (dealt === 'park') subscription.nack('park', 'kill', event).catch(() => {})
  })
}

t.test(
  'killed at any moment, a group goes on behind its checkpoint and loses nothing',
  async (t) => {
    const dataDir = t.testdir()
    const acked = new Set<number>()
    const delivered = new Set<number>()
    let port = 0
    let checkpoint = -1
    for (let round = 0; round < rounds; round++) {
      const store = await startEventStore({ dataDir, port })
      port = store.port
      const client = EventStoreDBClient.connectionString(store.connectionString)
      const info = () => client.getPersistentSubscriptionToStreamInfo('stream', 'group')
      if (round === 0) {
        await client.createPersistentSubscriptionToStream('stream', 'group', settings)
        await client.createPersistentSubscriptionToStream('late', 'group', {
          ...settings,
          startFrom: 'end',
        })
      }
      const { stats } = await info()
      const restored = Number(stats.lastCheckpointedEventRevision ?? -1n)
      t.ok(restored >= checkpoint, `the checkpoint did not go back: ${checkpoint}, ${restored}`)
      for (let revision = 0; revision <= restored; revision++) {
        if (!acked.has(revision)) t.fail(`checkpoint ${restored} is beyond ${revision}`)
      }
      await client.appendToStream('stream', numbered(perRound))
      const held = round * perRound + 40 + round
      consume(
        client.subscribeToPersistentSubscriptionToStream('stream', 'group'),
        (revision) => (revision === held ? 'keep' : 'ack'),
        (revision, deal) => {
          delivered.add(revision)
          if (deal === 'ack') acked.add(revision)
          if (revision < restored) t.fail(`${revision} came again behind checkpoint ${restored}`)
        },
      )
      // Killed in the middle of acknowledging, with one event that is held back.
      await eventually(async () => {
        checkpoint = Number((await info()).stats.lastCheckpointedEventRevision ?? -1n)
        return checkpoint >= round * perRound + 10 + 5 * round ? true : undefined
      })
      t.ok(checkpoint < held, 'it waits for what is held')
      await store.kill()
      await client.dispose()
    }

    const store = await startEventStore({ dataDir, port })
    const client = EventStoreDBClient.connectionString(store.connectionString)
    const infoOf = (stream: string) => client.getPersistentSubscriptionToStreamInfo(stream, 'group')
    t.same((await infoOf('stream')).settings, settings, 'the group is as it was made')
    consume(
      client.subscribeToPersistentSubscriptionToStream('stream', 'group'),
      () => 'ack',
      (revision) => delivered.add(revision),
    )
    const last = rounds * perRound - 1
    await eventually(async () => {
      const { stats } = await infoOf('stream')
      return stats.lastCheckpointedEventRevision === BigInt(last) ? true : undefined
    })
    t.equal(delivered.size, last + 1, 'every event was delivered')
    await client.dispose()
    await store.stop()
  },
)

t.test(
  'a group from the end without a checkpoint misses nothing of the time that it was down',
  async (t) => {
    const dataDir = t.testdir()
    const first = await startEventStore({ dataDir })
    const before = EventStoreDBClient.connectionString(first.connectionString)
    await before.appendToStream('stream', numbered(3))
    const fromEnd = { ...settings, startFrom: 'end' } as const
    await before.createPersistentSubscriptionToStream('stream', 'group', fromEnd)
    await before.appendToStream('stream', numbered(2))
    await first.kill()
    await before.dispose()

    const second = await startEventStore({ dataDir, port: first.port })
    const after = EventStoreDBClient.connectionString(second.connectionString)
    const delivered: number[] = []
    consume(
      after.subscribeToPersistentSubscriptionToStream('stream', 'group'),
      () => 'ack',
      (revision) => delivered.push(revision),
    )
    await eventually(() => (delivered.length >= 2 ? true : undefined))
    t.same(delivered, [3, 4])
    const { settings: kept } = await after.getPersistentSubscriptionToStreamInfo('stream', 'group')
    t.equal(kept.startFrom, 'end')
    await after.dispose()
    await second.stop()
  },
)

t.test('what is parked survives, and so does what was being tried again', async (t) => {
  const dataDir = t.testdir()
  const first = await startEventStore({ dataDir })
  const before = EventStoreDBClient.connectionString(first.connectionString)
  await before.appendToStream('stream', numbered(3))
  await before.createPersistentSubscriptionToStream('stream', 'group', settings)
  let parking = true
  const taken: number[] = []
  consume(
    before.subscribeToPersistentSubscriptionToStream('stream', 'group'),
    () => (parking ? 'park' : 'keep'),
    (revision) => taken.push(revision),
  )
  const parked = async (client: EventStoreDBClient) =>
    (await client.getPersistentSubscriptionToStreamInfo('stream', 'group')).stats.parkedMessageCount
  await eventually(async () => ((await parked(before)) === 3n ? true : undefined))
  parking = false
  await before.replayParkedMessagesToStream('stream', 'group')
  await eventually(() => (taken.length === 6 ? true : undefined))
  await first.kill()
  await before.dispose()

  const second = await startEventStore({ dataDir, port: first.port })
  const after = EventStoreDBClient.connectionString(second.connectionString)
  t.equal(await parked(after), 3n, 'nobody had answered')
  const again: number[] = []
  consume(
    after.subscribeToPersistentSubscriptionToStream('stream', 'group'),
    () => 'ack',
    (revision) => again.push(revision),
  )
  await after.replayParkedMessagesToStream('stream', 'group')
  await eventually(async () => ((await parked(after)) === 0n ? true : undefined))
  await eventually(() => (new Set(again).size === 3 ? true : undefined))
  await after.dispose()
  await second.stop()
})

const holder = (connectionString: string): string => `
  import { EventStoreDBClient } from '@eventstore/db-client'
  const client = EventStoreDBClient.connectionString(${JSON.stringify(connectionString)})
  const subscription = client.subscribeToPersistentSubscriptionToStream('stream', 'group')
  subscription.on('data', () => {})
  subscription.on('error', () => {})
`

t.test('what a consumer had goes to another when its process is killed', async (t) => {
  const store = await startEventStore({ dataDir: t.testdir() })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  await client.appendToStream('stream', numbered(5))
  await client.createPersistentSubscriptionToStream('stream', 'group', settings)
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', holder(store.connectionString)],
    { stdio: 'inherit' },
  )
  t.teardown(() => child.kill('SIGKILL'))
  await eventually(async () => {
    const { stats } = await client.getPersistentSubscriptionToStreamInfo('stream', 'group')
    return stats.totalInFlightMessages === 5 ? true : undefined
  })
  child.kill('SIGKILL')
  const delivered: number[] = []
  consume(
    client.subscribeToPersistentSubscriptionToStream('stream', 'group'),
    () => 'ack',
    (revision) => delivered.push(revision),
  )
  await eventually(() => (delivered.length === 5 ? true : undefined))
  t.same(delivered, [0, 1, 2, 3, 4])
  await client.dispose()
  await store.stop()
})
