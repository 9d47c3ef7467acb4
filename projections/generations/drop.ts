import type { Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { readModel } from '../../platform/positions/read-model.ts'
import { inTransaction } from '../runner/transaction.ts'
import { GenerationRefused } from './generations.ts'
import { dropTables } from './tables.ts'

/** A reader that hears no notice looks at the pointer after 3 s: after this time none reads what was left. */
const readersLeaveMs = 10_000

/** Locked before anything else, as who moves the pointer does: of the two, one sees what the other did. */
const followed = 'SELECT generation FROM generation_pointer WHERE read_model = $1 FOR SHARE'

/** Who was killed before the tables were gone is asked again. */
const release = `UPDATE read_model_generation SET state = 'DROPPED', dropped_at = coalesce(dropped_at, now())
  WHERE generation = $1 AND (left_at IS NULL OR left_at < now() - $2 * interval '1 millisecond')
  RETURNING generation`

/** In the order in which projectors lock them. */
const forget = `DELETE FROM projection_checkpoint WHERE name IN (
    SELECT name FROM projection_checkpoint WHERE generation = $1 AND name LIKE $2 ORDER BY name FOR UPDATE)`

const dropRows = async (pool: Pool, generation: number, leaveMs: number): Promise<void> => {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ generation: number }>(followed, [readModel])
    const isLive = rows.some((pointer) => pointer.generation === generation)
    const released = isLive ? undefined : await client.query(release, [generation, leaveMs])
    if (released?.rowCount !== 1)
      throw new GenerationRefused(
        `generation ${generation} is live, was so until a moment ago, or is not there`,
      )
    await client.query(forget, [generation, `${readModel}@%`])
  })
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
