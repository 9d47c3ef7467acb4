import t from 'tap'
import { replayDrop } from '../../ops/operations/replay.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import { newId } from '../../platform/ids/ids.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { listGenerations } from '../../projections/generations/generations.ts'
import { generationTables } from '../../projections/groups.ts'
import { servicesOn } from '../kit/services.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { eventually } from '../servers/eventually.ts'
import { startTestPostgres } from '../servers/postgres.ts'

/** Generation 1 was left by its readers a minute ago; 2 is live. */
const leave = async (): Promise<void> => {
  await pool.query('DELETE FROM replay; DELETE FROM read_model_generation WHERE generation > 1')
  await pool.query("INSERT INTO read_model_generation (generation, state) VALUES (2, 'FOLLOWING')")
  await pool.query('UPDATE generation_pointer SET generation = 2')
  await pool.query(
    "UPDATE read_model_generation SET state = 'FOLLOWING', left_at = now() - interval '1 minute' WHERE generation = 1",
  )
}

const [server, log] = await Promise.all([startTestPostgres(), startTestEventStore()])
// Whoever waits first looks for a deadlock once, after this time: by then the other one must wait, too.
const admin = await connectPostgres(server.url)
await admin.pool.query(
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''4s''', current_database()); END $$`,
)
await admin.close()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await Promise.all([server.stop(), log.stop()])
})

const drop = () => {
  const parts = {
    ...{ services: servicesOn(log.eventStore, systemClock), pool },
    cache: createMemoryCache(),
  }
  const asked = { action: 'replay.drop', subject: '1', parameters: {}, reason: 'a test' } as const
  const order = { ...asked, by: newId(), actionId: newId(), correlationId: newId() }
  return replayDrop.perform(order, parts)
}

/** Somebody waits for a lock with a query like this. */
const waits = async (query: string) => {
  const { rows } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`,
    [query],
  )
  return rows.length > 0 || undefined
}

t.test('a drop and a projector that wait for each other: the drop is done again', async (t) => {
  await leave()
  const [first, last] = [generationTables[0], generationTables.at(-1)]
  const projector = await pool.connect()
  try {
    // Whoever looks first gives way: it is the drop.
    await projector.query("BEGIN; SET LOCAL deadlock_timeout = '1min'; SET LOCAL lock_timeout = 0")
    await projector.query(`LOCK TABLE ${last} IN ROW EXCLUSIVE MODE`)
    const dropped = drop()
    await eventually(() => waits('TRUNCATE%'))
    await projector.query(`LOCK TABLE ${first} IN ROW EXCLUSIVE MODE`)
    await projector.query('COMMIT')
    t.strictSame(await dropped, { outcome: 'DONE', detail: 'generation 1 is dropped' })
  } finally {
    projector.release()
  }
})

t.test('readers who come back while it is being dropped: it is not', async (t) => {
  await leave()
  const moving = await pool.connect()
  try {
    await moving.query('BEGIN; SELECT FROM generation_pointer FOR UPDATE')
    const dropped = drop()
    await eventually(() => waits('%generation_pointer%FOR SHARE'))
    await moving.query(`UPDATE generation_pointer SET generation = 1;
      UPDATE read_model_generation SET left_at = NULL WHERE generation = 1; COMMIT`)
    t.match(await dropped, { outcome: 'FAILED', detail: /^generation 1 is live/ })
  } finally {
    moving.release()
  }
  const [one] = await listGenerations(pool)
  t.match(one, { generation: 1, live: true, state: 'FOLLOWING' })
})
