import { fileURLToPath } from 'node:url'
import { type Generated, sql } from 'kysely'
import t from 'tap'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { connectPostgres } from './connect.ts'
import { migrationsDirectory } from './migration-files.ts'
import { migrate } from './migrate.ts'
import type { InfrastructureTables } from './tables.ts'

const server = await startTestPostgres()
t.teardown(server.stop)

type Sample = {
  readonly id: Generated<number>
  readonly big: bigint
  readonly exact: string
  readonly at: Date
  readonly day: string
  readonly list: readonly (bigint | null)[]
  readonly bytes: Buffer
  readonly doc: unknown
}

type Database = InfrastructureTables & { readonly sample: Sample }

t.test('a pool that no query of kysely has used is closed too', async (t) => {
  const { pool, close } = await connectPostgres(server.url)
  await close()
  t.equal(pool.ended, true)
  await close()
})

t.test('values come back as they were written', async (t) => {
  const { db, close } = await connectPostgres<Database>(server.url)
  t.teardown(close)
  await sql`CREATE TABLE sample (id serial, big int8, exact numeric, at timestamptz, day date,
    list int8[], bytes bytea, doc jsonb)`.execute(db)
  const row = {
    big: 2n ** 63n - 1n,
    exact: '123456789012345678901234567890.000000000000000001',
    at: new Date('2026-11-21T01:02:03.456Z'),
    day: '2026-03-29',
    list: [-(2n ** 63n), null, 0n],
    bytes: Buffer.from([0, 255]),
    doc: { a: [1, null] },
  }
  await db.insertInto('sample').values(row).execute()
  const read = await db.selectFrom('sample').selectAll().executeTakeFirstOrThrow()
  t.same(read, { id: 1, ...row })
  t.type(read.big, 'bigint')
  const none = await sql<{ list: unknown }>`SELECT '{}'::int8[] AS list`.execute(db)
  t.same(none.rows, [{ list: [] }])
})

t.test('infrastructure tables take what their types say', async (t) => {
  const { db, close } = await connectPostgres(server.url)
  t.teardown(close)
  await db
    .insertInto('projection_checkpoint')
    .values({ name: 'jobs', position: 2n ** 62n })
    .execute()
  const forward = (position: bigint) =>
    db
      .updateTable('projection_checkpoint')
      .set({ position, updated_at: new Date() })
      .where('name', '=', 'jobs')
      .where('position', '<', position)
      .executeTakeFirstOrThrow()
  t.equal((await forward(2n ** 62n)).numUpdatedRows, 0n)
  t.equal((await forward(2n ** 62n + 1n)).numUpdatedRows, 1n)
  await db
    .insertInto('timers')
    .values({
      timer_id: 't1',
      saga_stream: 's-1',
      due_at: new Date(0),
      kind: 'DEADLINE',
      payload: JSON.stringify({ n: 1 }),
      position: 1n,
    })
    .execute()
  const timer = await db.selectFrom('timers').selectAll().executeTakeFirstOrThrow()
  t.match(timer, { state: 'PENDING', payload: { n: 1 }, position: 1n, due_at: new Date(0) })
  const key = { subject_id: 'p', wrapped_key: Buffer.from('k'), destroyed_at: null }
  await db.insertInto('subject_keys').values(key).execute()
  const destroyed = { destroyed_at: new Date() }
  await t.rejects(db.updateTable('subject_keys').set(destroyed).execute(), /check constraint/)
  await db
    .updateTable('subject_keys')
    .set({ ...destroyed, wrapped_key: null })
    .execute()
})

t.test('a statement that takes too long is ended by the server', async (t) => {
  const { db, close } = await connectPostgres(server.url, { statementTimeoutMs: 50 })
  t.teardown(close)
  await t.rejects(sql`SELECT pg_sleep(600)`.execute(db), /statement timeout/)
  const name = await sql<{
    name: string
  }>`SELECT current_setting('application_name') AS name`.execute(db)
  t.same(name.rows, [{ name: 'quantum-hub' }])
})

t.test('lost connections are reported and replaced', async (t) => {
  const admin = await connectPostgres(server.url, { name: 'admin' })
  const errors: Error[] = []
  const victim = await connectPostgres(server.url, {
    name: 'victim',
    onError: (error) => errors.push(error),
  })
  const cut = () =>
    sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'`.execute(
      admin.db,
    )
  await cut()
  await eventually(() => errors[0])
  t.match(await victim.pool.query('SELECT 1 AS one'), { rows: [{ one: 1 }] }, 'after an idle loss')

  const seen = errors.length
  const broken = victim.db.transaction().execute(async (transaction) => {
    await sql`SELECT 1`.execute(transaction)
    await cut()
    await eventually(() => errors[seen])
    await sql`SELECT 1`.execute(transaction)
  })
  await t.rejects(broken, 'the transaction fails')
  t.match(await victim.pool.query('SELECT 1 AS one'), { rows: [{ one: 1 }] }, 'the process lives')
  await victim.close()
  await admin.close()
})

t.test('a server that refuses is told at once', async (t) => {
  const url = new URL(server.url)
  url.pathname = 'nowhere'
  await t.rejects(connectPostgres(url.href), /database "nowhere" does not exist/)
  await t.rejects(connectPostgres('postgres://u@127.0.0.1:1/d'), /ECONNREFUSED/)
})

t.test('migrations', async (t) => {
  const first = 'CREATE TABLE one (n int); INSERT INTO one VALUES (1);'
  const second = 'ALTER TABLE one ADD m int;'

  t.test('the project has its own, found from where the program lies', async (t) => {
    t.equal(migrationsDirectory(), fileURLToPath(new URL('../../migrations', import.meta.url)))
    t.same((await migrate(server.url)).applied, [], 'nothing is left to do')
  })

  t.test('each is applied once, by one of many', async (t) => {
    const url = await server.emptyDatabase()
    const directory = t.testdir({ '0001-a.sql': first, '0002-b.sql': second, 'notes.md': '' })
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(url, directory)))
    t.same(runs.flatMap(({ applied }) => applied).sort(), ['0001-a.sql', '0002-b.sql'])
    const { pool, close } = await connectPostgres(url)
    t.match(await pool.query('SELECT count(*) AS n FROM one'), { rows: [{ n: 1n }] })
    await close()
  })

  t.test('one that fails leaves nothing behind, and stops the rest', async (t) => {
    const url = await server.emptyDatabase()
    const wrong = t.testdir({ '0001-a.sql': `${first} SELECT nonsense;`, '0002-b.sql': second })
    await t.rejects(migrate(url, wrong), /^.*0001-a.sql failed and left nothing behind: .*nonsense/)
    const right = t.testdir({ '0001-a.sql': first, '0002-b.sql': second })
    t.same((await migrate(url, right)).applied, ['0001-a.sql', '0002-b.sql'])
  })

  t.test('an applied one may not change; one of a newer build is told', async (t) => {
    const url = await server.emptyDatabase()
    await migrate(url, t.testdir({ '0001-a.sql': first, '0002-b.sql': second }))
    const changed = t.testdir({ '0001-a.sql': `${first} `, '0003-c.sql': 'SELECT 1' })
    await t.rejects(migrate(url, changed), /0001-a.sql was changed after it was applied/)
    const older = t.testdir({ '0001-a.sql': first })
    t.same(await migrate(url, older), { applied: [], unknown: ['0002-b.sql'] })
  })

  t.test('names that have no clear order are refused', async (t) => {
    const url = await server.emptyDatabase()
    await t.rejects(migrate(url, t.testdir({ 'a.sql': '' })), /a.sql is not named like/)
    const twice = t.testdir({ '0001-a.sql': '', '0001-b.sql': '' })
    await t.rejects(migrate(url, twice), /share a number/)
  })
})
