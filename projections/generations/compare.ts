import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import type { GenerationDifference, TableDifference } from '../../platform/replays/port.ts'
import { readModel, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { generationTables } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'
import { differingRows } from './differing-rows.ts'
import { GenerationRefused } from './generations.ts'
import { levelOf } from './move-pointer.ts'

type Compared = { readonly difference: TableDifference; readonly hash: string }

type Digest = { readonly count: bigint; readonly digest: string }

/** Whatever the order of the rows: the sum of two independent hashes of each. */
const digestOf = (place: string): string =>
  `SELECT count(*) AS count,
     coalesce(sum(hashtextextended(t.row, 0)::numeric), 0) || ':' ||
     coalesce(sum(hashtextextended(t.row, 1)::numeric), 0) AS digest
   FROM (SELECT r::text AS row FROM ${place} r) t`

const compareTable = async (
  client: PoolClient,
  table: string,
  [one, other]: readonly [string, string],
  most: number,
): Promise<Compared> => {
  const counted: Digest[] = []
  for (const schema of [one, other]) {
    const { rows } = await client.query<Digest>(digestOf(`${schema}.${table}`))
    counted.push(...rows)
  }
  const [here, there] = counted
  if (here === undefined || there === undefined) throw new Error(`${table} was not counted`)
  const rows = [here.count, there.count] as const
  const digests = [here.digest, there.digest] as const
  if (here.digest === there.digest && here.count === there.count) {
    const none = { missing: 0, surplus: 0, changed: 0, first: [] }
    return { difference: { table, rows, digests, equal: true, ...none }, hash: '' }
  }
  const { hash, ...found } = await differingRows(client, table, one, other, most)
  const equal = found.missing + found.surplus + found.changed === 0
  return { difference: { table, rows, digests, equal, ...found }, hash: equal ? '' : hash }
}

/**
 * Names a difference by which rows differ, and in which columns, not by what they hold: rows that differ are brought
 * forward alike in both generations, so live writes do not change it until a row more differs, or one less.
 */
const hashOf = (generations: readonly number[], compared: readonly Compared[]): string => {
  const hash = createHash('sha256').update(generations.join(' '))
  for (const { difference, hash: own } of compared)
    if (!difference.equal) hash.update(`\n${difference.table} ${own}`)
  return hash.digest('hex')
}

const places = `SELECT name, generation, position FROM projection_checkpoint
  WHERE generation = ANY($1) AND name LIKE $2`

export type CompareOptions = {
  /** How many differing rows of a table are shown. Default 5. */
  readonly most?: number
  /** How long is waited until both stand at one position. Default 30 s. */
  readonly deadlineMs?: number
  /** Of each statement over a whole table. Default: no end. */
  readonly statementTimeoutMs?: number
}

const againMs = 50

/**
 * Compares two generations row by row in one snapshot of the database in which both stand at one exact position. Nothing
 * waits for it: both go on meanwhile. `most` is how many differing rows of a table are shown.
 */
export const compareGenerations = async (
  pool: Pool,
  one: number,
  other: number,
  { most = 5, deadlineMs = 30_000, statementTimeoutMs = 0 }: CompareOptions = {},
): Promise<GenerationDifference> => {
  const schemas = [schemaOfGeneration(one), schemaOfGeneration(other)] as const
  const end = performance.now() + deadlineMs
  for (;;) {
    const compared = await inTransaction(
      pool,
      async (client): Promise<GenerationDifference | undefined> => {
        await client.query(`SET LOCAL statement_timeout = ${statementTimeoutMs}`)
        const { rows } = await client.query<{ name: string; generation: number; position: bigint }>(
          places,
          [[one, other], `${readModel}@%`],
        )
        const position = levelOf(rows, one, other)
        if (position === undefined) return undefined
        const all: Compared[] = []
        for (const table of generationTables)
          all.push(await compareTable(client, table, schemas, most))
        const tables = all.map(({ difference }) => difference)
        const equal = tables.every((table) => table.equal)
        return {
          generations: [one, other],
          position,
          equal,
          hash: hashOf([one, other], all),
          tables,
        }
      },
      'ISOLATION LEVEL REPEATABLE READ READ ONLY',
    )
    if (compared !== undefined) return compared
    if (performance.now() > end)
      throw new GenerationRefused(
        `generations ${one} and ${other} did not come level within ${deadlineMs / 1000} s: does a projector run?`,
      )
    await pause(againMs)
  }
}
