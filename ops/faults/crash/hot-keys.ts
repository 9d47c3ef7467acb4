import type { CacheWrite } from '../../../platform/cache/cache.ts'
import { connectRedisCache } from '../../../platform/cache/redis-cache.ts'
import { hotKeys } from '../../../platform/positions/hot-keys.ts'
import { checkpointOf } from '../../../platform/positions/read-model.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { hotDeviceQueue } from '../../../projections/devices/hot.ts'
import type { DeviceQueueDepthRow } from '../../../projections/devices/tables.ts'
import { groups } from '../../../projections/groups.ts'
import { hotJob } from '../../../projections/jobs/hot.ts'
import type { JobRow } from '../../../projections/jobs/tables.ts'

const generation = 1
const { position: positionKey } = hotKeys(generation)

/** What stands in the rows and what stands in the cache, of which the latter is to say the same. */
export type HotEvidence = {
  /** Where the rows are. */
  readonly reached: bigint
  readonly jobs: readonly JobRow[]
  readonly queues: readonly DeviceQueueDepthRow[]
  /** What the cache holds of the keys that the rows have, and of its position. */
  readonly held: ReadonlyMap<string, string>
}

const keysOf = ({ jobs, queues }: Pick<HotEvidence, 'jobs' | 'queues'>) => {
  const writes: readonly CacheWrite[] = [
    ...jobs.map((row) => hotJob(generation, row)),
    ...queues.map((row) => hotDeviceQueue(generation, row)),
  ]
  return writes.flatMap((write) => (write.kind === 'set' ? [write] : []))
}

/**
 * The keys are where the rows are, and each says what its row says. One that is missing says nothing, and is no harm; but
 * where there are jobs some of their keys are there, else nothing was shown.
 */
export const hotFindings = ({ reached, jobs, queues, held }: HotEvidence): readonly string[] => {
  const at = held.get(positionKey)
  const isAnyJobHeld = keysOf({ jobs, queues: [] }).some(({ key }) => held.has(key))
  const wrong = keysOf({ jobs, queues }).filter(({ key, value }) => {
    const found = held.get(key)
    return found !== undefined && found !== value
  })
  return [
    ...(at === reached.toString()
      ? []
      : [`the keys are at ${at ?? 'no position'}, the rows at ${reached.toString()}`]),
    ...(jobs.length === 0 || isAnyJobHeld ? [] : [`none of ${jobs.length} jobs has its key`]),
    ...wrong.map(({ key, value }) => `${key} holds ${held.get(key) ?? ''}, its row ${value}`),
  ]
}

const groupOfJobs = groups.find(({ tables }) => tables.includes('jobs'))?.name ?? ''

/** Both, as they stand now. A projector that is at work may move one before the other is read. */
export const gatherHot = async (postgresUrl: string, redisUrl: string): Promise<HotEvidence> => {
  const { pool, close } = await connectPostgres(postgresUrl)
  const cache = await connectRedisCache(redisUrl)
  try {
    const { rows: jobs } = await pool.query<JobRow>('SELECT * FROM jobs')
    const { rows: queues } = await pool.query<DeviceQueueDepthRow>(
      'SELECT * FROM device_queue_depth',
    )
    const { rows: checkpoints } = await pool.query<{ position: bigint }>(
      'SELECT position FROM projection_checkpoint WHERE name = $1',
      [checkpointOf(generation, groupOfJobs)],
    )
    const [checkpoint] = checkpoints
    if (checkpoint === undefined) throw new Error('the rows of the jobs have no checkpoint')
    const keys = [positionKey, ...keysOf({ jobs, queues }).map(({ key }) => key)]
    const held = new Map<string, string>()
    for (const key of keys) {
      const value = await cache.get(key)
      if (value !== undefined) held.set(key, value)
    }
    return { reached: checkpoint.position, jobs, queues, held }
  } finally {
    await cache.close()
    await close()
  }
}
