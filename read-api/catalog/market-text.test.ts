import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { matchesText } from './market-text.ts'

const server = await startTestPostgres()
const { db, pool, close } = await connectPostgres<ReadModelTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

t.test('words are found by the index', async (t) => {
  const wanted = db.selectFrom('listings').select('app_id').where(matchesText('molecule'))
  const { sql, parameters } = wanted.compile()
  const client = await pool.connect()
  await client.query('SET enable_seqscan = off')
  const { rows } = await client.query(`EXPLAIN ${sql}`, [...parameters])
  client.release(true)
  t.match(JSON.stringify(rows), /listings_by_text/)
})
