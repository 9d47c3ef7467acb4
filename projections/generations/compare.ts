import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { readModel, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { generationTables } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'
import { differingRows, type RowDifference } from './differing-rows.ts'
import { GenerationRefused } from './generations.ts'
import { levelOf } from './move-pointer.ts'

export type TableComparison = {
  readonly table: string
  /** Rows in the one and in the other. */
  readonly rows: readonly [bigint, bigint]
  readonly equal: boolean
  /** How many keys differ: in one only, in the other only, in both with other columns. */
  readonly missing: number
  readonly surplus: number
  readonly changed: number
  /** The first of them. */
  readonly first: readonly RowDifference[]
}

export type Comparison = {
  readonly generations: readonly [number, number]
  /** The exact place in the log at which both were compared. */
  readonly position: bigint
  readonly equal: boolean
  readonly tables: readonly TableComparison[]
}

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
): Promise<TableComparison> => {
  const digests: Digest[] = []
  for (const schema of [one, other]) {
    const { rows } = await client.query<Digest>(digestOf(`${schema}.${table}`))
    digests.push(...rows)
  }
  const [here, there] = digests
  if (here === undefined || there === undefined) throw new Error(`${table} was not counted`)
  const rows = [here.count, there.count] as const
  if (here.digest === there.digest && here.count === there.count)
    return { table, rows, equal: true, missing: 0, surplus: 0, changed: 0, first: [] }
  return { table, rows, equal: false, ...(await differingRows(client, table, one, other, most)) }
}

const places = `SELECT name, generation, position FROM projection_checkpoint
  WHERE generation = ANY($1) AND name LIKE $2`

const againMs = 50

/**
 * Compares two generations row by row in one snapshot of the database in which both stand at one exact position. Nothing
 * waits for it: both go on meanwhile. `most` is how many differing rows of a table are shown.
 */
export const compareGenerations = async (
  pool: Pool,
  one: number,
  other: number,
  { most = 5, deadlineMs = 30_000 }: { readonly most?: number; readonly deadlineMs?: number } = {},
): Promise<Comparison> => {
  const schemas = [schemaOfGeneration(one), schemaOfGeneration(other)] as const
  const end = performance.now() + deadlineMs
  for (;;) {
    const compared = await inTransaction(
      pool,
      async (client): Promise<Comparison | undefined> => {
        await client.query('SET LOCAL statement_timeout = 0')
        const { rows } = await client.query<{ name: string; generation: number; position: bigint }>(
          places,
          [[one, other], `${readModel}@%`],
        )
        const position = levelOf(rows, one, other)
        if (position === undefined) return undefined
        const tables: TableComparison[] = []
        for (const table of generationTables)
          tables.push(await compareTable(client, table, schemas, most))
        const equal = tables.every((table) => table.equal)
        return { generations: [one, other], position, equal, tables }
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
