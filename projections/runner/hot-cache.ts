import type { Pool } from 'pg'
import type { Cache, CacheWrite } from '../../platform/cache/cache.ts'
import { hotKeys, hotLifeMs } from '../../platform/positions/hot-keys.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { hotDeviceQueue } from '../devices/hot.ts'
import type { DeviceQueueDepthRow } from '../devices/tables.ts'
import { hotJob } from '../jobs/hot.ts'
import type { JobRow } from '../jobs/tables.ts'
import { putIn, type RowChanges } from './row-set.ts'

const page = 1_000

/** The keys of the changed rows, and the position they were written at: one transaction of the cache. */
export const hotWrites = (
  generation: number,
  changes: RowChanges,
  position: bigint,
): readonly CacheWrite[] => [
  ...putIn(changes, 'jobs').map((row) => hotJob(generation, row)),
  ...putIn(changes, 'device_queue_depth').map((row) => hotDeviceQueue(generation, row)),
  { kind: 'advance', key: hotKeys(generation).position, position },
]

/** Rows of a table behind a position, page by page. */
async function* behind<Row extends { readonly position: bigint }>(
  pool: Pool,
  table: string,
  from: bigint,
  where: string,
): AsyncGenerator<readonly Row[]> {
  for (let after = from; ; ) {
    const { rows } = await pool.query<Row>(
      `SELECT * FROM ${table} WHERE position > $1 AND ${where} ORDER BY position LIMIT ${page}`,
      [after],
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.position
  }
}

/** Jobs whose key may still be in a cache that has forgotten how far it was: the others' have run out by themselves. */
const keyMayLive = `(ended_at IS NULL OR updated_at > now() - interval '${hotLifeMs} milliseconds')`

/**
 * Brings the keys up to the rows: those changed since the cache's own position, or, when it has lost that (or is ahead of
 * rows that were restored), all that can be in it. Resolves with the position reached.
 */
export const repairHotCache = async (
  pool: Pool,
  cache: Cache,
  generation: number,
  reached: bigint,
): Promise<void> => {
  const { position: positionKey } = hotKeys(generation)
  const held = await cache.get(positionKey)
  const known = held === undefined ? undefined : BigInt(held)
  if (known === reached) return
  const isBehind = known !== undefined && known < reached
  if (known !== undefined && !isBehind) await cache.delete(positionKey)
  const from = isBehind ? known : -1n
  const schema = schemaOfGeneration(generation)
  const jobs = behind<JobRow>(pool, `${schema}.jobs`, from, isBehind ? 'true' : keyMayLive)
  for await (const rows of jobs) await cache.write(rows.map((row) => hotJob(generation, row)))
  const queues = behind<DeviceQueueDepthRow>(pool, `${schema}.device_queue_depth`, from, 'true')
  for await (const rows of queues)
    await cache.write(rows.map((row) => hotDeviceQueue(generation, row)))
  await cache.write([{ kind: 'advance', key: positionKey, position: reached }])
}
