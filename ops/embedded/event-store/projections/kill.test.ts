import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import t from 'tap'
import { eventually } from '../../../../test/servers/eventually.ts'
import { startEventStore, type StartedEventStore } from '../start.ts'

t.setTimeout(120_000)

const rounds = 4
const writers = 6
const eventsPerWriter = 25
const killAt = (round: number): number => writers * eventsPerWriter * round + 30 + 25 * round

const dataDir = await mkdtemp(join(tmpdir(), 'qhub-links-'))
let store = await startEventStore({
  dataDir,
  port: 0,
  args: ['--start-standard-projections'],
})
const { port } = store
t.teardown(async () => {
  await store.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const client = EventStoreDBClient.connectionString(store.connectionString)
t.teardown(() => client.dispose())

/** The same event again until it is there: a killed node does not say what became of it. */
const append = async (stream: string, n: number): Promise<void> => {
  const event = jsonEvent({ type: 'Counted', data: { n } })
  // By credentials a call has a connection of its own, and fails alone.
  const credentials = { username: 'admin', password: 'nobody asks' }
  await eventually(() =>
    client.appendToStream(stream, event, { credentials, deadline: 2_000 }).catch(() => undefined),
  )
}

/** The log in order, or undefined while the node can't be read. */
const readLog = async () => {
  const log: { stream: string; revision: bigint; type: string; data: string }[] = []
  try {
    for await (const { event } of client.readAll()) {
      if (event === undefined) continue
      const { streamId: stream, revision, type, data } = event
      log.push({
        stream,
        revision,
        type,
        data: data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : '',
      })
    }
  } catch {
    return undefined
  }
  return log
}

const kill = async (running: StartedEventStore): Promise<StartedEventStore> => {
  await running.kill()
  return startEventStore({ dataDir, port })
}

const sources = async () => (await readLog())?.filter(({ stream }) => stream.startsWith('c-')) ?? []

t.test(
  'links are neither lost nor doubled when the node is killed while it writes them',
  async (t) => {
    for (let round = 0; round < rounds; round++) {
      const streams = Array.from({ length: writers }, (_, i) => `c-${i}`)
      const writing = streams.map(async (stream) => {
        for (let n = 0; n < eventsPerWriter; n++) await append(stream, n)
      })
      // In the middle of it, by what is on disk and not by the clock.
      await eventually(async () => ((await sources()).length >= killAt(round) ? true : undefined))
      store = await kill(store)
      await Promise.all(writing)
    }
    const linked = await eventually(async () => {
      const log = await readLog()
      const links = log?.filter(({ stream }) => stream === '$ce-c') ?? []
      return links.length >= (await sources()).length ? links : undefined
    })
    const expected = (await sources()).map(({ stream, revision }) => `${revision}@${stream}`)
    t.equal(expected.length, rounds * writers * eventsPerWriter)
    t.same(
      linked.map(({ data }) => data),
      expected,
    )
    const types = (await readLog())?.filter(({ stream }) => stream === '$et-Counted') ?? []
    t.equal(new Set(types.map(({ data }) => data)).size, types.length)
  },
)
