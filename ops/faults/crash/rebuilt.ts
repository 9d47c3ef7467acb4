import { Client, type Pool } from 'pg'
import type { Config } from '../../../platform/config/schema.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { migrate } from '../../../platform/postgres/migrate.ts'
import { createPostgresVault } from '../../../platform/vault/postgres-vault.ts'
import { generationTables, groups } from '../../../projections/groups.ts'
import { openApplier } from '../../../projections/runner/applier.ts'
import { lanesOf } from '../../../projections/runner/lane.ts'
import { createRowStore } from '../../../projections/runner/store.ts'

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

/**
 * Builds all read models from the log alone, in a database of their own, and compares them with the live ones row by row.
 * No projector is at work any more: what the last one left undone at the log's end is done first.
 */
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
    for (const { pool } of [live, rebuilt]) {
      const store = createRowStore(pool)
      const applier = await openApplier({ store, lanes: lanesOf([1], groups), vault })
      for (let at = 0; at < log.length; at += page) await applier.apply(log.slice(at, at + page))
    }
    const found = await Promise.all(
      generationTables.map(async (table) =>
        differences(table, await rowsOf(live.pool, table), await rowsOf(rebuilt.pool, table)),
      ),
    )
    return found.flat()
  } finally {
    await live.close()
    await rebuilt.close()
  }
}
