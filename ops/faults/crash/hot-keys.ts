import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { connectRedisCache } from '../../../platform/cache/redis-cache.ts'
import type { CacheWrite } from '../../../platform/cache/cache.ts'
import { hotDeviceQueue } from '../../../projections/devices/hot.ts'
import type { DeviceQueueDepthRow } from '../../../projections/devices/tables.ts'
import { hotJob } from '../../../projections/jobs/hot.ts'
import type { JobRow } from '../../../projections/jobs/tables.ts'

const generation = 1

/** Every hot key says what its row says. A key that is missing says nothing, and is no harm. */
export const hotKeysAreRows = async (
  postgresUrl: string,
  redisUrl: string,
): Promise<readonly string[]> => {
  const { pool, close } = await connectPostgres(postgresUrl)
  const cache = await connectRedisCache(redisUrl)
  try {
    const { rows: jobs } = await pool.query<JobRow>('SELECT * FROM jobs')
    const { rows: queues } = await pool.query<DeviceQueueDepthRow>(
      'SELECT * FROM device_queue_depth',
    )
    const expected: readonly CacheWrite[] = [
      ...jobs.map((row) => hotJob(generation, row)),
      ...queues.map((row) => hotDeviceQueue(generation, row)),
    ]
    const wrong: string[] = []
    for (const write of expected) {
      if (write.kind !== 'set') continue
      const held = await cache.get(write.key)
      if (held !== undefined && held !== write.value)
        wrong.push(`${write.key} holds ${held}, its row ${write.value}`)
    }
    return wrong
  } finally {
    await cache.close()
    await close()
  }
}
