import type { Pool } from 'pg'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { schemaOfGeneration } from '../../../platform/positions/read-model.ts'
import type { Postgres } from '../../../platform/postgres/connect.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import { buildGeneration } from '../../../projections/generations/build.ts'
import { beginGeneration } from '../../../projections/generations/generations.ts'
import { generationTables, groups } from '../../../projections/groups.ts'
import { openApplier } from '../../../projections/runner/applier.ts'
import { lanesOf } from '../../../projections/runner/lane.ts'
import { createRowStore } from '../../../projections/runner/store.ts'

const rowsOf = async (
  pool: Pool,
  generation: number,
  table: string,
): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ row: string }>(
    `SELECT to_jsonb(t)::text AS row FROM ${schemaOfGeneration(generation)}.${table} t`,
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

/**
 * What the last projector left undone at the log's end is done: none is at work any more. Rows that are where the log ends
 * are left as they are.
 */
const bringToTheEnd = async (pool: Pool, vault: Vault, eventStore: EventStore): Promise<void> => {
  const applier = await openApplier({
    store: createRowStore(pool),
    lanes: lanesOf([1], groups),
    vault,
  })
  const filter = { on: 'stream', regex: '^[^$]' } as const
  for (let from = applier.position(); ; from = applier.position()) {
    const after = from === 0n ? {} : { from }
    const events = await eventStore.readAll({ ...after, maxCount: page, filter })
    if (events.length === 0) return
    await applier.apply(events)
  }
}

const page = 500

/**
 * Builds all read models from the log once more, beside the live ones and as operators do it, and compares the two row by
 * row. The log is at rest; the connections are such as can COPY.
 */
export const liveIsRebuilt = async (
  { pool }: Pick<Postgres, 'pool'>,
  vault: Vault,
  eventStore: EventStore,
): Promise<readonly string[]> => {
  await bringToTheEnd(pool, vault, eventStore)
  const { generation } = await beginGeneration(pool)
  const { signal } = new AbortController()
  await buildGeneration({ eventStore, pool, vault, generation, signal })
  const found = await Promise.all(
    generationTables.map(async (table) =>
      differences(table, await rowsOf(pool, 1, table), await rowsOf(pool, generation, table)),
    ),
  )
  return found.flat()
}
