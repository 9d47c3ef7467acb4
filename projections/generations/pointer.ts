import type { Pool } from 'pg'
import { readModel } from '../../platform/positions/read-model.ts'

/** Which generations the projectors bring forward, in order, and the one of them that readers follow. */
export type Followed = { readonly live: number; readonly generations: readonly number[] }

export const readFollowed = async (pool: Pool): Promise<Followed> => {
  const { rows } = await pool.query<{ generation: number; live: number | null }>(
    `SELECT g.generation, p.generation AS live FROM read_model_generation g
     LEFT JOIN generation_pointer p ON p.read_model = $1
     WHERE g.state = 'FOLLOWING' ORDER BY g.generation`,
    [readModel],
  )
  const generations = rows.map(({ generation }) => generation)
  return { live: rows[0]?.live ?? generations[0] ?? 1, generations }
}

export const isSame = (one: Followed, other: Followed): boolean =>
  one.live === other.live && one.generations.join() === other.generations.join()
