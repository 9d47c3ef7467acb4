import type { PoolClient } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { hotKeys, hotLifeMs } from '../../platform/positions/hot-keys.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'

type Keyed = { readonly kind: 'job' | 'queue'; readonly id: string }

/** Whose keys may be in a cache: those of jobs that ended long ago have run out by themselves. */
const keyed = (schema: string): string =>
  `SELECT 'job' AS kind, job_id AS id FROM ${schema}.jobs
     WHERE ended_at IS NULL OR updated_at > now() - interval '${hotLifeMs} milliseconds'
   UNION ALL SELECT 'queue', device_id FROM ${schema}.device_queue_depth`

const page = 1_000

/** Takes a generation's keys out of the cache, and how far they were: positions of a log that is followed no longer. */
export const forgetKeys = async (
  client: PoolClient,
  cache: Cache,
  generation: number,
): Promise<void> => {
  const keys = hotKeys(generation)
  const { rows } = await client.query<Keyed>(keyed(schemaOfGeneration(generation)))
  for (let at = 0; at < rows.length; at += page)
    await cache.write(
      rows.slice(at, at + page).map(({ kind, id }) => ({
        kind: 'delete',
        key: kind === 'job' ? keys.job(id) : keys.deviceQueue(id),
      })),
    )
  await cache.delete(keys.position)
}
