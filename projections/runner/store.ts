import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { readModel } from '../../platform/positions/read-model.ts'
import type { KeyedTable } from '../shared/schema.ts'
import { beginAhead, type Begun } from './begun.ts'
import { nameOf, schemaOf, type Lane } from './lane.ts'
import { nothing, type AnyRow, type RowChanges } from './row-set.ts'
import { loadRows } from './statements.ts'
import type { QuarantineRow } from './tables.ts'
import { endTransaction, together } from './transaction.ts'
import { writeByStatements, type WriteChanges } from './write-changes.ts'

/** The checkpoint is not where this writer left it, though nobody took it over: rows were restored, or edited. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved'
  readonly code = 'checkpoint-moved'
}

/** Another process has begun to move this checkpoint; this one stops at once, with nothing written. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver'
  readonly code = 'taken-over'
}

class NotMoved extends Error {}

/** A step of one lane. `events` is how many events of the log it passes. */
export type Move = {
  readonly lane: Lane
  readonly from: bigint
  readonly to: bigint
  readonly events: number
  readonly changes: RowChanges
}

/** The rows of some lanes, and how far they are. */
export type RowStore = {
  /** Makes what checkpoints are missing, and takes all of these over. Positions by lane, in their order. */
  readonly open: (lanes: readonly Lane[]) => Promise<readonly bigint[]>
  readonly positions: (lanes: readonly Lane[]) => Promise<readonly bigint[]>
  readonly quarantined: (lane: Lane) => Promise<readonly QuarantineRow[]>
  /** Ids of events that the lane leaves out. */
  readonly skipped: (lane: Lane) => Promise<readonly string[]>
  readonly load: (
    lane: Lane,
    table: KeyedTable,
    keys: readonly AnyRow[],
  ) => Promise<readonly AnyRow[]>
  /**
   * All moves in one transaction, or none. A checkpoint moves from exactly `from`, never back. Resolves with the
   * generation that readers follow from then on. Throws TakenOver, CheckpointMoved.
   */
  readonly commit: (moves: readonly Move[]) => Promise<number>
} & Pick<Begun, 'ahead' | 'leave'>

/** What was dropped stays so: who drops a generation, and who takes it, do so one after the other. */
const take = `WITH there AS (
    SELECT generation, state FROM read_model_generation WHERE generation = ANY($2::int[]) ORDER BY generation FOR SHARE
  )
  INSERT INTO projection_checkpoint (name, generation, position, holder)
  SELECT name, generation, 0, $3 FROM unnest($1::text[], $2::int[]) AS lanes (name, generation)
    WHERE generation NOT IN (SELECT generation FROM there WHERE state = 'DROPPED') ORDER BY name
  ON CONFLICT (name) DO UPDATE SET holder = $3`

const begin = `INSERT INTO generation_pointer (read_model, generation) VALUES ($1, $2)
  ON CONFLICT (read_model) DO NOTHING`

/** Locked in one order everywhere, so that nobody waits for somebody who waits for them. */
const forward = `UPDATE projection_checkpoint c
  SET position = m.next, events = c.events + m.events, updated_at = now()
  FROM (SELECT name FROM projection_checkpoint WHERE name = ANY($1) ORDER BY name FOR UPDATE) locked,
    unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS m (name, previous, next, events)
  WHERE c.name = locked.name AND c.name = m.name
    AND c.position = m.previous AND m.previous <= m.next AND c.holder = $5`

/** As Postgres writes an array of numbers; the driver quotes each of them. */
const arrayOf = (numbers: readonly (bigint | number)[]): string => `{${numbers.join(',')}}`

/** Read after the checkpoints are locked: who moves the pointer locks them too. */
const followed = 'SELECT generation FROM generation_pointer WHERE read_model = $1'

type Standing = { readonly name: string; readonly position: bigint; readonly holder: string | null }

export const createRowStore = (
  pool: Pool,
  write: WriteChanges = writeByStatements,
  holder: string = randomUUID(),
): RowStore => {
  const begun = beginAhead(pool)
  const standing = async (lanes: readonly Lane[]): Promise<readonly bigint[]> => {
    const { rows } = await pool.query<Standing>(
      'SELECT name, position, holder FROM projection_checkpoint WHERE name = ANY($1)',
      [lanes.map(nameOf)],
    )
    return lanes.map((lane) => ownIn(rows, lane).position)
  }

  const ownIn = (rows: readonly Standing[], lane: Lane): Standing => {
    const name = nameOf(lane)
    const found = rows.find((row) => row.name === name)
    if (found === undefined) throw new CheckpointMoved(`the checkpoint ${name} is gone`)
    if (found.holder !== holder)
      throw new TakenOver(`another process moves the checkpoint ${name} now`)
    return found
  }

  /** Why is asked when the transaction is over: behind this, it may have failed of the rows as well. */
  const move = async (client: PoolClient, moves: readonly Move[]): Promise<void> => {
    const { rowCount } = await client.query(forward, [
      moves.map(({ lane }) => nameOf(lane)),
      arrayOf(moves.map(({ from }) => from)),
      arrayOf(moves.map(({ to }) => to)),
      arrayOf(moves.map(({ events }) => events)),
      holder,
    ])
    if (rowCount !== moves.length) throw new NotMoved('a checkpoint did not move')
  }

  const whyNotMoved = async (moves: readonly Move[]): Promise<Error> => {
    const lanes = moves.map(({ lane }) => lane)
    const stands = await standing(lanes)
    const moved = lanes.filter((_, index) => stands[index] !== moves[index]?.from)
    return new CheckpointMoved(`not where this projector left it: ${moved.map(nameOf).join(', ')}`)
  }

  return {
    positions: (lanes) => standing(lanes),
    open: async (lanes) => {
      const values = [lanes.map(nameOf), lanes.map(({ generation }) => generation), holder]
      await pool.query(take, values)
      const [first] = lanes
      if (first !== undefined) await pool.query(begin, [readModel, first.generation])
      return standing(lanes)
    },
    quarantined: async (lane) => {
      const { rows } = await pool.query<QuarantineRow>(
        `SELECT * FROM "${schemaOf(lane)}".quarantine WHERE group_name = $1 ORDER BY position`,
        [lane.group.name],
      )
      return rows
    },
    skipped: async ({ group }) => {
      const { rows } = await pool.query<{ event_id: string }>(
        'SELECT event_id FROM projection_skip WHERE group_name = $1',
        [group.name],
      )
      return rows.map(({ event_id }) => event_id)
    },
    load: async (lane, table, keys) => {
      const client = await pool.connect()
      try {
        return await loadRows(client, { schema: schemaOf(lane), table }, keys)
      } finally {
        client.release()
      }
    },
    commit: async (moves) => {
      try {
        return await endTransaction(await begun.take(), async (client) => {
          const [, { rows }] = await together(client, [
            () => move(client, moves),
            () => client.query<{ generation: number }>(followed, [readModel]),
            ...moves
              .filter(({ changes }) => changes !== nothing)
              .map(
                ({ lane, changes }) =>
                  () =>
                    write(client, schemaOf(lane), changes),
              ),
          ])
          return rows[0]?.generation ?? 1
        })
      } catch (error) {
        throw error instanceof NotMoved ? await whyNotMoved(moves) : error
      }
    },
    ahead: begun.ahead,
    leave: begun.leave,
  }
}
