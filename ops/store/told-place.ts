import type { PoolClient } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { toldCheckpoint } from '../../projections/runner/told.ts'

type Known = { readonly stream: string; readonly revision: bigint; readonly event_id: string }

/** The last event up to a position, of those that rows were made of. No end of a job stands between it and the position. */
const lastKnown = (schema: string): string =>
  `(SELECT position, stream, revision, event_id FROM ${schema}.event_log
    WHERE position <= $1 ORDER BY position DESC LIMIT 1)
   UNION ALL
   (SELECT position, 'job-' || job_id, revision, event_id FROM ${schema}.job_transitions
    WHERE position <= $1 ORDER BY position DESC LIMIT 1)
   ORDER BY position DESC LIMIT 1`

export type ToldPlace = {
  readonly position: bigint
  /** Of the same history: what was to be told late of the old log is in the new one too. */
  readonly isKnown: boolean
}

/**
 * Up to where the new log has been told to other systems: the place that the last event has there of which they were told
 * in the old one. The head when nobody knows: then what stands in the new log is told to nobody.
 */
export const toldPlaceIn = async (
  client: PoolClient,
  eventStore: EventStore,
  live: number,
  head: bigint,
): Promise<ToldPlace> => {
  const unknown = { position: head, isKnown: false }
  const { rows } = await client.query<{ position: bigint }>(
    'SELECT position FROM projection_checkpoint WHERE name = $1',
    [toldCheckpoint],
  )
  const told = rows[0]?.position
  if (told === undefined) return unknown
  const { rows: known } = await client.query<Known>(lastKnown(schemaOfGeneration(live)), [told])
  const [event] = known
  if (event !== undefined) {
    const { stream, revision } = event
    const [found] = await eventStore.read(stream, { from: revision, maxCount: 1 })
    return found?.id === event.event_id ? { position: found.position, isKnown: true } : unknown
  }
  const { rows: read } = await client.query(
    'SELECT FROM projection_checkpoint WHERE name <> $1 LIMIT 1',
    [toldCheckpoint],
  )
  // Nothing was read since the last adoption: its answer stands.
  return read.length === 0 && told <= head ? { position: told, isKnown: true } : unknown
}
