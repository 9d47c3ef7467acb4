import type { Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { readModel } from '../../platform/positions/read-model.ts'
import { GenerationRefused } from './generations.ts'
import { dropTables } from './tables.ts'

/** A reader that hears no notice looks at the pointer after 3 s: after this time none reads what was left. */
const readersLeaveMs = 10_000

/** Who was killed before the tables were gone is asked again. */
const release = `UPDATE read_model_generation SET state = 'DROPPED', dropped_at = coalesce(dropped_at, now())
  WHERE generation = $1
    AND (left_at IS NULL OR left_at < now() - $2 * interval '1 millisecond')
    AND NOT EXISTS (SELECT FROM generation_pointer WHERE read_model = $3 AND generation = $1)
  RETURNING generation`

const dropRows = async (pool: Pool, generation: number, leaveMs: number): Promise<void> => {
  const { rows } = await pool.query(release, [generation, leaveMs, readModel])
  if (rows.length === 0)
    throw new GenerationRefused(
      `generation ${generation} is live, was so until a moment ago, or is not there`,
    )
  await pool.query('DELETE FROM projection_checkpoint WHERE generation = $1 AND name LIKE $2', [
    generation,
    `${readModel}@%`,
  ])
  await dropTables(pool, generation)
}

/** Drops a generation that nobody reads: its tables, its places in the log, its keys. There is no way back to it. */
export const dropGeneration = async (
  pool: Pool,
  cache: Pick<Cache, 'delete'>,
  generation: number,
  leaveMs: number = readersLeaveMs,
): Promise<void> => {
  await dropRows(pool, generation, leaveMs)
  await cache.delete(hotKeys(generation).position)
}

/**
 * Drops one that was begun and never followed: it has no keys, and nobody ever read it. The tables first: until the end it
 * stands among those that are being built, so who is interrupted does it again.
 */
export const dropBuilding = async (pool: Pool, generation: number): Promise<void> => {
  await dropTables(pool, generation)
  await dropRows(pool, generation, 0)
}
