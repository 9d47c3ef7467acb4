import type { Pool } from 'pg'
import { openApplier, type Applier } from '../../projections/runner/applier.ts'
import { generationTables, groups as all, type Group } from '../../projections/groups.ts'
import { lanesOf } from '../../projections/runner/lane.ts'
import { createRowStore } from '../../projections/runner/store.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'

export const tables = generationTables
export type AnyTable = (typeof tables)[number]

/** Nothing was ever projected. */
export const emptyRows = async (pool: Pool): Promise<void> => {
  await pool.query(
    `TRUNCATE ${tables.join(', ')}, projection_checkpoint, generation_pointer, projection_skip, quarantine_request, integration_event_untold`,
  )
}

/** Every row of every table, as text, in an order of its own: equal dumps are equal tables. */
export const dump = async (
  pool: Pool,
  generation = 1,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const schema = schemaOfGeneration(generation)
  const { rows } = await pool.query<{ name: string; rows: readonly string[] }>(
    tables
      .map(
        (table) =>
          `SELECT '${table}' AS name, coalesce(array_agg(to_jsonb(t)::text ORDER BY to_jsonb(t)::text), '{}') AS rows FROM ${schema}.${table} t`,
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

/** There are no keys in most of these tests: what has the form of sealed text opens to its last part. */
export const noVault: Vault = {
  seal: () => Promise.reject(new Error('nothing is sealed here')),
  open: (sealed) => Promise.resolve(sealed.slice(sealed.lastIndexOf('.') + 1)),
  destroy: () => Promise.reject(new Error('nothing is sealed here')),
}

export const applierOn = (
  pool: Pool,
  vault: Vault = noVault,
  groups: readonly Group[] = all,
  generations: readonly number[] = [1],
): Promise<Applier> =>
  openApplier({ store: createRowStore(pool), lanes: lanesOf(generations, groups), vault })

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
