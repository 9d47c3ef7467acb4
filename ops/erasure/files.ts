import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { FootprintBusy } from '../../platform/personal-data/footprint.ts'

const patienceMs = 10_000
const lookEveryMs = 50

/** Rows that some transaction may still see are carried over by VACUUM FULL: nobody's snapshot may be older than now. */
const untilNobodySeesFormerRows = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ now: string }>(
    'SELECT pg_current_xact_id()::xid::text AS now',
  )
  const now = rows[0]?.now ?? '0'
  const end = performance.now() + patienceMs
  for (;;) {
    const older = await client.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND age(backend_xmin) > age($1::xid) LIMIT 1`,
      [now],
    )
    if (older.rowCount === 0) return
    if (performance.now() > end)
      throw new FootprintBusy('a long transaction still sees rows of before')
    await pause(lookEveryMs)
  }
}

/** What Postgres keeps beside the tables' files, and whether it will write that anew for us. */
const canRewriteTheRest = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ can: boolean }>(
    `SELECT r.rolsuper AND current_setting('wal_recycle') = 'off'
       AND current_setting('archive_mode') = 'off'
       AND NOT EXISTS (SELECT FROM pg_replication_slots) AS can
     FROM pg_roles r WHERE r.rolname = current_user`,
  )
  return rows[0]?.can ?? false
}

/**
 * An emptied row stays in its table's file until something else is written there, in the statistics until the next
 * ANALYZE, and in the write-ahead log. So the tables, their indexes and their statistics are written anew (VACUUM FULL),
 * and the log begins a new file behind a checkpoint, after which the old ones are removed. Answers whether all of it was:
 * a server that keeps its log, or does not let us, keeps traces of former rows. Throws `FootprintBusy`.
 */
export const rewriteFiles = async (url: string, tables: readonly string[]): Promise<boolean> => {
  const client = new Client({
    connectionString: url,
    application_name: 'quantum-hub erasure',
    options: `-c statement_timeout=0 -c lock_timeout=${patienceMs}`,
    connectionTimeoutMillis: 10_000,
  })
  await client.connect()
  try {
    await untilNobodySeesFormerRows(client)
    for (const table of tables) await client.query(`VACUUM (FULL, ANALYZE) ${table}`)
    if (!(await canRewriteTheRest(client))) return false
    await untilNobodySeesFormerRows(client)
    await client.query('VACUUM FULL pg_catalog.pg_statistic')
    await client.query('CHECKPOINT')
    await client.query('SELECT pg_switch_wal()')
    await client.query('CHECKPOINT')
    return true
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === '55P03'
    throw busy ? new FootprintBusy('a table is in use', { cause: error }) : error
  } finally {
    await client.end()
  }
}
