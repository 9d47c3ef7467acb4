import { Client, type Pool } from 'pg'
import type { Config } from '../../../platform/config/schema.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { migrate } from '../../../platform/postgres/migrate.ts'
import { createPostgresVault } from '../../../platform/vault/postgres-vault.ts'
import { projections } from '../../../projections/all.ts'
import { openApplier } from '../../../projections/runner/applier.ts'
import { createRowStore } from '../../../projections/runner/store.ts'

/** What is no read model: it says of itself when it was written, or is kept beside the log. */
const infrastructure: ReadonlySet<string> = new Set([
  'projection_checkpoint',
  'generation_pointer',
  'subject_keys',
  'schema_migration',
])

const tablesOf = async (pool: Pool): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  )
  return rows.map(({ name }) => name).filter((name) => !infrastructure.has(name))
}

const rowsOf = async (pool: Pool, table: string): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ row: string }>(
    `SELECT to_jsonb(t)::text AS row FROM "${table}" t`,
  )
  return rows.map(({ row }) => row)
}

const shown = 200

/** Rows that one of the two has more often than the other. */
const differences = (
  table: string,
  live: readonly string[],
  rebuilt: readonly string[],
): readonly string[] => {
  const surplus = new Map<string, number>()
  for (const row of live) surplus.set(row, (surplus.get(row) ?? 0) + 1)
  for (const row of rebuilt) surplus.set(row, (surplus.get(row) ?? 0) - 1)
  return [...surplus]
    .filter(([, more]) => more !== 0)
    .map(
      ([row, more]) =>
        `${table}: only the ${more > 0 ? 'live' : 'rebuilt'} read model has ${row.slice(0, shown)}`,
    )
}

const createDatabase = async (serverUrl: string, name: string): Promise<string> => {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end())
  return Object.assign(new URL(serverUrl), { pathname: name }).href
}

const page = 500

/** Builds all read models from the log alone, in a database of their own, and compares them with the live ones row by row. */
export const liveIsRebuilt = async (
  postgresUrl: string,
  masterKey: Config['masterKey'],
  log: readonly RecordedEvent[],
): Promise<readonly string[]> => {
  const rebuiltUrl = await createDatabase(postgresUrl, 'rebuilt')
  await migrate(rebuiltUrl)
  const live = await connectPostgres(postgresUrl)
  const rebuilt = await connectPostgres(rebuiltUrl)
  try {
    const vault = createPostgresVault(live.db, masterKey)
    const store = createRowStore(rebuilt.pool, 1)
    const applier = await openApplier({ store, projections, vault })
    for (let at = 0; at < log.length; at += page) await applier.apply(log.slice(at, at + page))
    const tables = await tablesOf(rebuilt.pool)
    const found = await Promise.all(
      tables.map(async (table) =>
        differences(table, await rowsOf(live.pool, table), await rowsOf(rebuilt.pool, table)),
      ),
    )
    return found.flat()
  } finally {
    await live.close()
    await rebuilt.close()
  }
}
