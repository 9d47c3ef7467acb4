import type { PoolClient } from 'pg'
import type { AppendedTable, KeyedTable } from '../shared/schema.ts'
import type { AnyRow, RowChanges } from './row-set.ts'
import { addRows, forgetRows, putRows, removeRows } from './statements.ts'
import { together } from './transaction.ts'

/** Writes what a batch made of the rows into one generation's tables. */
export type WriteChanges = (
  client: PoolClient,
  schema: string,
  changes: RowChanges,
) => Promise<void>

/** After the rows themselves: what was put before it is emptied, too. */
export const forgettingOf = (
  client: PoolClient,
  schema: string,
  { forgotten }: RowChanges,
): readonly (() => Promise<unknown>)[] =>
  forgotten.flatMap(({ subject, places }) =>
    places.map((place) => () => forgetRows(client, schema, place, subject)),
  )

/** What writes the rows of each table that has some. */
export const writesOf = <Table extends KeyedTable | AppendedTable>(
  rows: ReadonlyMap<Table, readonly AnyRow[]>,
  write: (table: Table, rows: readonly AnyRow[]) => Promise<unknown>,
): readonly (() => Promise<unknown>)[] =>
  [...rows]
    .filter(([, some]) => some.length > 0)
    .map(
      ([table, some]) =>
        () =>
          write(table, some),
    )

export const writeByStatements: WriteChanges = async (client, schema, changes) => {
  await together(client, [
    ...writesOf(changes.put, (table, rows) => putRows(client, { schema, table }, rows)),
    ...writesOf(changes.removed, (table, keys) => removeRows(client, { schema, table }, keys)),
    ...writesOf(changes.added, (table, rows) => addRows(client, { schema, table }, rows)),
    ...forgettingOf(client, schema, changes),
  ])
}
