import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { beginAhead } from './begun.ts'
import { endTransaction } from './transaction.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url, { name: 'begun', pipelined: true })
const other = await connectPostgres(server.url, { name: 'other' })
t.teardown(async () => {
  await Promise.all([close(), other.close()])
  await server.stop()
})
await pool.query('CREATE TABLE written (by text)')
t.beforeEach(() => pool.query('TRUNCATE written'))

type Of = { readonly pid: number }

/** Sessions in a transaction that is silent. */
const open = async (): Promise<readonly number[]> => {
  const { rows } = await other.pool.query<Of>(`SELECT pid FROM pg_stat_activity
    WHERE application_name = 'begun' AND state = 'idle in transaction'`)
  return rows.map(({ pid }) => pid)
}
/** A session that is ended is gone a moment later. */
const openAre = (count: number): Promise<true> =>
  eventually(async () => ((await open()).length === count ? true : undefined))
const written = async (): Promise<number> =>
  (await other.pool.query('SELECT FROM written')).rowCount ?? 0
const insert = "INSERT INTO written VALUES ('somebody')"

t.test('one is begun, however often it is asked for, and is the one that is taken', async (t) => {
  const begun = beginAhead(pool)
  begun.ahead()
  begun.ahead()
  const client = await begun.take()
  const { rows } = await client.query<Of>('SELECT pg_backend_pid() AS pid')
  t.same(
    await open(),
    rows.map(({ pid }) => pid),
  )
  await endTransaction(client, async () => {
    await client.query(insert)
    t.equal(await written(), 0)
  })
  t.equal(await written(), 1)
  t.same(await open(), [])
})

t.test('without one, or with one that has waited long, another is begun', async (t) => {
  let at = 0
  const begun = beginAhead(pool, () => at)
  await endTransaction(await begun.take(), (client) => client.query(insert))
  begun.ahead()
  at = 1_001
  const client = await begun.take()
  t.ok(await openAre(1), 'the old one is ended')
  await endTransaction(client, () => client.query(insert))
  t.equal(await written(), 2)
})

t.test('one that is left is gone, and what its server ended is no harm', async (t) => {
  const begun = beginAhead(pool)
  begun.ahead()
  t.ok(await openAre(1))
  await begun.leave()
  await begun.leave()
  t.ok(await openAre(0))

  begun.ahead()
  const client = await begun.take()
  await other.pool.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS of (pid)', [
    await open(),
  ])
  await t.rejects(endTransaction(client, () => client.query(insert)))
  await endTransaction(await begun.take(), (next) => next.query(insert))
  t.equal(await written(), 1)
})

t.test('who cannot begin is told when it is taken, and may try again', async (t) => {
  const closed = await connectPostgres(server.url)
  await closed.close()
  const begun = beginAhead(closed.pool)
  begun.ahead()
  await t.rejects(begun.take(), /after calling end/)
  await t.rejects(begun.take(), /after calling end/, 'and is asked anew')
})
