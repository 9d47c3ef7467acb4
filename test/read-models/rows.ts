import type { Pool } from 'pg'
import { openApplier, type Applier } from '../../projections/runner/applier.ts'
import { createRowStore } from '../../projections/runner/store.ts'
import { projections as all } from '../../projections/all.ts'
import type { Projection } from '../../projections/shared/projection.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'

export const tables = [
  'users',
  'organisations',
  'memberships',
  'api_keys',
  'sessions',
  'devices',
  'calibrations',
  'device_queue',
  'device_queue_depth',
  'jobs',
  'job_programs',
  'job_results',
  'job_transitions',
  'quotes',
  'wallets',
  'ledger_entries',
  'ledger_accounts',
  'saga_instances',
  'timers',
  'event_log',
  'quarantine',
] as const
export type AnyTable = (typeof tables)[number]

/** Nothing was ever projected. */
export const emptyRows = async (pool: Pool): Promise<void> => {
  await pool.query(`TRUNCATE ${tables.join(', ')}, projection_checkpoint, generation_pointer`)
}

/** Every row of every table, as text, in an order of its own: equal dumps are equal tables. */
export const dump = async (pool: Pool): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { rows } = await pool.query<{ name: string; rows: readonly string[] }>(
    tables
      .map(
        (table) =>
          `SELECT '${table}' AS name, coalesce(array_agg(to_jsonb(t)::text ORDER BY to_jsonb(t)::text), '{}') AS rows FROM ${table} t`,
      )
      .join(' UNION ALL '),
  )
  return Object.fromEntries(rows.map(({ name, rows: some }) => [name, some]))
}

export const select = async (
  pool: Pool,
  table: AnyTable,
  order: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await pool.query<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`)).rows

/** There are no sealed texts in most logs of these tests. */
export const noVault: Vault = {
  seal: () => Promise.reject(new Error('nothing is sealed here')),
  open: () => Promise.reject(new Error('nothing is sealed here')),
  destroy: () => Promise.reject(new Error('nothing is sealed here')),
}

export const applierOn = (
  pool: Pool,
  vault: Vault = noVault,
  projections: readonly Projection[] = all,
): Promise<Applier> => openApplier({ store: createRowStore(pool, 1), projections, vault })

/** The log in pieces of these lengths, the last of which repeats. */
export const inPieces = (
  events: readonly RecordedEvent[],
  lengths: readonly number[],
): readonly (readonly RecordedEvent[])[] => {
  const pieces: (readonly RecordedEvent[])[] = []
  let at = 0
  for (let index = 0; at < events.length; index += 1) {
    const length = lengths[Math.min(index, lengths.length - 1)] ?? 1
    pieces.push(events.slice(at, at + length))
    at += length
  }
  return pieces
}
