import { pino } from 'pino'
import t, { type Test } from 'tap'
import { createMemoryBus } from '../../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../../platform/cache/memory-cache.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { migrate } from '../../../platform/postgres/migrate.ts'
import { startProjector } from '../../../projections/runner/projector.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { noVault } from '../../../test/read-models/rows.ts'
import { idOf } from '../../../test/read-models/samples.ts'
import { play, wholeJob } from '../../../test/read-models/steps.ts'
import { startTestEventStore } from '../../../test/servers/event-store.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'
import { liveIsRebuilt } from './rebuilt.ts'

t.setTimeout(60_000)
const server = await startTestPostgres({ migrated: false })
const { eventStore, stop } = await startTestEventStore()
t.teardown(async () => {
  await stop()
  await server.stop()
})

const recorder = createRecorder()
const writeJob = async (name: string): Promise<bigint> => {
  const before = recorder.events.length
  play(recorder, wholeJob, 'a', name)
  let end = 0n
  for (const { stream, revision, id, type, data, metadata } of recorder.events.slice(before)) {
    const expected = revision === 0n ? 'no-stream' : revision - 1n
    const result = await eventStore.append(stream, [{ id, type, data, metadata }], expected)
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
    end = result.position
  }
  return end
}

/** The log as a projector left it in a database of its own. */
const projected = async (t: Test) => {
  const postgresUrl = await server.emptyDatabase()
  await migrate(postgresUrl)
  const postgres = await connectPostgres(postgresUrl)
  t.teardown(() => postgres.close())
  const end = await writeJob(t.name)
  const bus = createMemoryBus()
  const cache = createMemoryCache()
  const logger = pino({ level: 'silent' })
  const parts = { eventStore, postgres, postgresUrl, cache, bus, logger, vault: noVault }
  const projector = startProjector({ ...parts, lookEveryMs: 50 })
  await eventually(() => projector.status().position >= end || undefined)
  await projector.stop()
  await bus.close()
  return { ...postgres, findings: () => liveIsRebuilt(postgres, noVault, eventStore) }
}

t.test(
  'what the projector left is what is built, and what it did not come to is done',
  async (t) => {
    const { pool, findings } = await projected(t)
    await writeJob('later')
    t.same(await findings(), [])
    const { rows } = await pool.query<{ jobs: bigint }>('SELECT count(*) AS jobs FROM g2.jobs')
    t.same(rows, [{ jobs: 2n }], 'a generation of its own was built')
  },
)

t.test('a row that is lost, and one that is other than it should be, are found', async (t) => {
  const { pool, findings } = await projected(t)
  await pool.query('DELETE FROM jobs WHERE job_id = $1', [idOf('job', 'later')])
  await pool.query('UPDATE device_queue_depth SET waiting = waiting + 1')
  const found = (await findings()).join('\n')
  t.match(found, /jobs: only the rebuilt read model has/)
  t.notMatch(found, /jobs: only the live read model has/)
  t.match(found, /device_queue_depth: only the live read model has/)
  t.match(found, /device_queue_depth: only the rebuilt read model has/)
})
