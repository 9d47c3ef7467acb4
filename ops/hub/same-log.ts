import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { readFollowed } from '../../projections/generations/pointer.ts'

/** Postgres has read more than the log holds, or another log: whoever went on from its places would pass over new events. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog'
  readonly code = 'other-log'
}

type Last = {
  readonly position: bigint
  readonly event_id: string
  readonly stream: string
  readonly revision: bigint
}

const furthest = `SELECT greatest((SELECT max(position) FROM projection_checkpoint),
  (SELECT max(position) FROM saga_progress)) AS position`

/** The places of Postgres: the furthest of all readers, and the last event that rows were made of. */
const readPlaces = async (pool: Pool) => {
  const { live } = await readFollowed(pool)
  const { rows: places } = await pool.query<{ position: bigint | null }>(furthest)
  const { rows } = await pool.query<Last>(
    `SELECT position, event_id, stream, revision FROM ${schemaOfGeneration(live)}.event_log
     ORDER BY position DESC LIMIT 1`,
  )
  return { furthest: places[0]?.position ?? 0n, last: rows[0] }
}

const frameBytes = 4_096

/**
 * Where a reader can stand at most. A server may tell a subscription of the end of its last record, which is behind that
 * record's position by its length.
 */
const endOf = (head: RecordedEvent | undefined): bigint =>
  head === undefined
    ? 0n
    : head.position +
      BigInt(JSON.stringify([head.data, head.metadata, head.stream, head.type]).length + frameBytes)

const wayOut =
  'Configure the log that it followed, or, with all hubs stopped, have it follow this one: qhub store adopt'

const tries = 5
const againMs = 500

/**
 * Resolves when the log is the one that Postgres has followed so far, or it has followed none. Throws OtherLog, and what
 * the event store throws. An event that retention has taken away tells nothing.
 */
export const insistOnSameLog = async (pool: Pool, eventStore: EventStore): Promise<void> => {
  // Before the head is asked for: others may be at work.
  const { furthest: place, last } = await readPlaces(pool)
  if (last !== undefined) {
    const { stream, revision, event_id, position } = last
    const [found] = await eventStore.read(stream, { from: revision, maxCount: 1 })
    // Where retention has cut, a later event of the stream comes in its stead.
    const isThere = found?.revision === revision
    if (isThere && (found.id !== event_id || found.position !== position))
      throw new OtherLog(
        `Postgres has followed another log than this one: event ${revision.toString()} of ${stream} stood elsewhere in it. ${wayOut}`,
      )
  }
  for (let left = tries; ; left -= 1) {
    const [head] = await eventStore.readAll({ maxCount: 1, direction: 'backwards' })
    const isReached = place <= endOf(head) && (last?.position ?? 0n) <= (head?.position ?? 0n)
    if (isReached) return
    if (left === 0)
      throw new OtherLog(
        `Postgres has read up to position ${place.toString()}, but the log ends at ${(head?.position ?? 0n).toString()}. ${wayOut}`,
      )
    // A node of a cluster that is just behind the others comes up to them.
    await pause(againMs)
  }
}
