import type { Pool, PoolClient } from 'pg'
import { checkpointOf, readModel } from '../../platform/positions/read-model.ts'
import type { AppendedTable, KeyedTable } from '../shared/schema.ts'
import type { AnyRow, RowChanges } from './row-set.ts'
import { addRows, loadRows, putRows, removeRows } from './statements.ts'
import type { QuarantineRow } from './tables.ts'

/** Somebody else moved the checkpoint: two projectors are at work, or the rows were restored. Neither goes on blindly. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved'
  readonly code = 'checkpoint-moved'
}

/** The rows of one generation, and how far they are. */
export type RowStore = {
  /** Makes the checkpoint and the pointer if there are none. */
  readonly open: () => Promise<bigint>
  readonly position: () => Promise<bigint>
  readonly quarantined: () => Promise<readonly QuarantineRow[]>
  readonly load: (table: KeyedTable, keys: readonly AnyRow[]) => Promise<readonly AnyRow[]>
  /**
   * The changes and the checkpoint in one transaction, or neither. The checkpoint moves from exactly `from`; `to` is
   * not below it. Throws CheckpointMoved.
   */
  readonly commit: (changes: RowChanges, from: bigint, to: bigint) => Promise<void>
}

const forward = `UPDATE projection_checkpoint SET position = $3, updated_at = now()
  WHERE name = $1 AND position = $2 AND position <= $3`

const inTransaction = async <T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  let broken = true
  try {
    await client.query('BEGIN')
    try {
      const value = await work(client)
      await client.query('COMMIT')
      broken = false
      return value
    } catch (error) {
      await client.query('ROLLBACK')
      broken = false
      throw error
    }
  } finally {
    // A connection that could not even roll back is not given to the next.
    client.release(broken)
  }
}

const eachTable = async <Table extends KeyedTable | AppendedTable>(
  rows: ReadonlyMap<Table, readonly AnyRow[]>,
  write: (table: Table, rows: readonly AnyRow[]) => Promise<unknown>,
): Promise<void> => {
  for (const [table, some] of rows) if (some.length > 0) await write(table, some)
}

export const createRowStore = (pool: Pool, generation: number): RowStore => {
  const name = checkpointOf(generation)

  const position = async (): Promise<bigint> => {
    const { rows } = await pool.query<{ position: bigint }>(
      'SELECT position FROM projection_checkpoint WHERE name = $1',
      [name],
    )
    const [row] = rows
    if (row === undefined) throw new CheckpointMoved(`the checkpoint ${name} is gone`)
    return row.position
  }

  return {
    position,
    open: async () => {
      await pool.query(
        `INSERT INTO projection_checkpoint (name, generation, position) VALUES ($1, $2, 0)
         ON CONFLICT (name) DO NOTHING`,
        [name, generation],
      )
      await pool.query(
        `INSERT INTO generation_pointer (read_model, generation) VALUES ($1, $2)
         ON CONFLICT (read_model) DO NOTHING`,
        [readModel, generation],
      )
      return position()
    },
    quarantined: async () => {
      const { rows } = await pool.query<QuarantineRow>('SELECT * FROM quarantine ORDER BY position')
      return rows
    },
    load: async (table, keys) => {
      const client = await pool.connect()
      try {
        return await loadRows(client, table, keys)
      } finally {
        client.release()
      }
    },
    commit: (changes, from, to) =>
      inTransaction(pool, async (client) => {
        const moved = await client.query(forward, [name, from, to])
        if (moved.rowCount !== 1)
          throw new CheckpointMoved(`the checkpoint ${name} is not at ${from.toString()} any more`)
        await eachTable(changes.put, (table, rows) => putRows(client, table, rows))
        await eachTable(changes.removed, (table, keys) => removeRows(client, table, keys))
        await eachTable(changes.added, (table, rows) => addRows(client, table, rows))
      }),
  }
}
