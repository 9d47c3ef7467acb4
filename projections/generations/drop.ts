import type { Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { readModel } from '../../platform/positions/read-model.ts'
import { inTransaction } from '../runner/transaction.ts'
import { GenerationRefused } from './generations.ts'
import { dropTables } from './tables.ts'

/** A reader that hears no notice looks at the pointer after 3 s: after this time none reads what was left. */
const readersLeaveMs = 10_000

const release = `UPDATE read_model_generation SET state = 'DROPPED', dropped_at = now()
  WHERE generation = $1 AND state <> 'DROPPED'
    AND (left_at IS NULL OR left_at < now() - $2 * interval '1 millisecond')
    AND NOT EXISTS (SELECT FROM generation_pointer WHERE read_model = $3 AND generation = $1)
  RETURNING generation`

/** Drops a generation that nobody reads: its tables, its places in the log, its keys. There is no way back to it. */
export const dropGeneration = async (
  pool: Pool,
  cache: Pick<Cache, 'delete'>,
  generation: number,
  leaveMs: number = readersLeaveMs,
): Promise<void> => {
  const { rows } = await pool.query(release, [generation, leaveMs, readModel])
  if (rows.length === 0)
    throw new GenerationRefused(
      `generation ${generation} is live, was so until a moment ago, or is not there`,
    )
  await inTransaction(pool, (client) =>
    client.query('DELETE FROM projection_checkpoint WHERE generation = $1 AND name LIKE $2', [
      generation,
      `${readModel}@%`,
    ]),
  )
  await dropTables(pool, generation)
  await cache.delete(hotKeys(generation).position)
}
