import type { Pool } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { liveGeneration } from '../../projections/generations/generations.ts'

/** More than so many at once are for several calls. */
const most = 10_000

/** Streams of the instances that have something parked, as the read models know them. */
export const parkedStreams = async (pool: Pool): Promise<readonly string[]> => {
  const { generation } = await liveGeneration(pool)
  const { rows } = await pool.query<{ readonly stream: string }>(
    `SELECT stream FROM ${schemaOfGeneration(generation)}.saga_instances
     WHERE parked_count > 0 ORDER BY stream LIMIT $1`,
    [most],
  )
  return rows.map(({ stream }) => stream)
}
