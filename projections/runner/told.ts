import type { Pool } from 'pg'

/** Up to where other systems were told; it only moves forward, whatever is rebuilt. */
export type Told = {
  readonly load: () => Promise<bigint | 'start'>
  readonly save: (position: bigint) => Promise<void>
}

const name = 'integration-events'

export const toldIn = (pool: Pool): Told => ({
  load: async () => {
    const { rows } = await pool.query<{ position: bigint }>(
      'SELECT position FROM projection_checkpoint WHERE name = $1',
      [name],
    )
    return rows[0]?.position ?? 'start'
  },
  save: async (position) => {
    await pool.query(
      `INSERT INTO projection_checkpoint (name, position) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET position = $2, updated_at = now()
       WHERE projection_checkpoint.position < $2`,
      [name, position],
    )
  },
})
