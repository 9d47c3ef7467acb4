import type { Pool } from 'pg'
import { readModel } from '../../platform/positions/read-model.ts'

/** How far all groups of a generation are, whoever brings them forward. */
export const readReachedOf = async (pool: Pool, generation: number): Promise<bigint> => {
  const { rows } = await pool.query<{ position: bigint | null }>(
    'SELECT min(position) AS position FROM projection_checkpoint WHERE generation = $1 AND name LIKE $2',
    [generation, `${readModel}@%`],
  )
  return rows[0]?.position ?? 0n
}
