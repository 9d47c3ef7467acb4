import type { Pool, PoolClient } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { isFree } from '../../platform/lease/shares.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { readFollowed } from '../../projections/generations/pointer.ts'
import { generationTables } from '../../projections/groups.ts'
import { toldCheckpoint } from '../../projections/runner/told.ts'
import { inTransaction } from '../../projections/runner/transaction.ts'
import { forgetKeys } from './forget-keys.ts'
import { StoreToolError } from './problem.ts'
import { toldPlaceIn } from './told-place.ts'

export type Adopted = {
  /** Position of the last event of the new log. */
  readonly head: string
  /** Other systems are told how jobs ended from behind this position on. */
  readonly toldUpTo: string
  /** The generation of the read models that readers follow: empty now. */
  readonly generation: number
  readonly dropped: readonly number[]
}

export type AdoptPorts = {
  readonly pool: Pool
  readonly eventStore: EventStore
  readonly cache: Cache
}

/** Under these names processes share what moves checkpoints. */
const sharedWork = ['projector', 'saga', 'worker'] as const

const insistOnNobody = async (client: PoolClient): Promise<void> => {
  for (const name of sharedWork)
    if (!(await isFree(client, name)))
      throw new StoreToolError(
        'HUB_AT_WORK',
        `A hub is at work on this Postgres (role ${name}): stop all hubs first. Nothing was changed`,
      )
}

const empty = async (client: PoolClient, generation: number): Promise<void> => {
  const schema = schemaOfGeneration(generation)
  await client.query(`TRUNCATE ${generationTables.map((table) => `${schema}.${table}`).join(', ')}`)
}

/** The first generation's tables stay: they are the form of the others. */
const drop = async (client: PoolClient, generation: number): Promise<void> => {
  if (generation === 1) await empty(client, generation)
  else await client.query(`DROP SCHEMA IF EXISTS ${schemaOfGeneration(generation)} CASCADE`)
  await client.query(
    `UPDATE read_model_generation SET state = 'DROPPED', dropped_at = now() WHERE generation = $1`,
    [generation],
  )
}

const otherGenerations = async (client: PoolClient, live: number): Promise<readonly number[]> => {
  const { rows } = await client.query<{ generation: number }>(
    `SELECT generation FROM read_model_generation
     WHERE state <> 'DROPPED' AND generation <> $1 ORDER BY generation`,
    [live],
  )
  return rows.map(({ generation }) => generation)
}

const forgetPlaces = async (client: PoolClient): Promise<void> => {
  await client.query('DELETE FROM saga_progress')
  await client.query('DELETE FROM projection_checkpoint WHERE name <> $1', [toldCheckpoint])
  await client.query('TRUNCATE fold_snapshot')
}

const told = `INSERT INTO projection_checkpoint (name, position) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET position = $2, updated_at = now()`

/**
 * Has a Postgres follow another log than before, from its beginning: whatever was made of the old one, and every place in
 * it, goes; keys of people's data and what an operator decided stay. All of it, or nothing when it throws. Events must
 * have kept their ids. Throws StoreToolError HUB_AT_WORK.
 */
export const adoptLog = ({ pool, eventStore, cache }: AdoptPorts): Promise<Adopted> =>
  inTransaction(pool, async (client) => {
    // The other end is asked in between, and large tables are emptied.
    await client.query(
      `SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL statement_timeout = 0`,
    )
    await insistOnNobody(client)
    const { live } = await readFollowed(pool)
    const head = await eventStore.head()
    const toldPlace = await toldPlaceIn(client, eventStore, live, head)
    const toldUpTo = toldPlace.position
    await forgetKeys(client, cache, live)
    const dropped = await otherGenerations(client, live)
    for (const generation of dropped) await drop(client, generation)
    await empty(client, live)
    await forgetPlaces(client)
    await client.query(told, [toldCheckpoint, toldUpTo])
    if (!toldPlace.isKnown) await client.query('TRUNCATE integration_event_untold')
    return { head: head.toString(), toldUpTo: toldUpTo.toString(), generation: live, dropped }
  })
