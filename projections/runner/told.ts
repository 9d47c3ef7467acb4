import type { Pool } from 'pg'
import type { RecordedEvent } from '../../platform/event-store/types.ts'

/** Up to where other systems were told; it only moves forward, whatever is rebuilt. */
export type Told = {
  readonly load: () => Promise<bigint | 'start'>
  /** With what was passed over and is still to be told: both, or neither when another process is past this already. */
  readonly save: (position: bigint, untold: readonly RecordedEvent[]) => Promise<void>
}

/** The name of that checkpoint. */
export const toldCheckpoint = 'integration-events'

const move = `WITH told AS (INSERT INTO projection_checkpoint (name, position) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET position = $2, updated_at = now()
    WHERE projection_checkpoint.position < $2
    RETURNING name)
  INSERT INTO integration_event_untold (event_id, stream, revision, position)
  SELECT ends.* FROM told, unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[]) AS ends
  ON CONFLICT (event_id) DO NOTHING`

export const toldIn = (pool: Pool): Told => ({
  load: async () => {
    const { rows } = await pool.query<{ position: bigint }>(
      'SELECT position FROM projection_checkpoint WHERE name = $1',
      [toldCheckpoint],
    )
    return rows[0]?.position ?? 'start'
  },
  save: async (position, untold) => {
    await pool.query(move, [
      toldCheckpoint,
      position,
      untold.map(({ id }) => id),
      untold.map(({ stream }) => stream),
      untold.map(({ revision }) => revision),
      untold.map((event) => event.position),
    ])
  },
})
