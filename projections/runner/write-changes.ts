import type { PoolClient } from 'pg'
import type { AppendedTable, KeyedTable } from '../shared/schema.ts'
import type { AnyRow, RowChanges } from './row-set.ts'
import { addRows, putRows, removeRows } from './statements.ts'

/** Writes what a batch made of the rows into one generation's tables. */
export type WriteChanges = (
  client: PoolClient,
  schema: string,
  changes: RowChanges,
) => Promise<void>

export const eachTable = async <Table extends KeyedTable | AppendedTable>(
  rows: ReadonlyMap<Table, readonly AnyRow[]>,
  write: (table: Table, rows: readonly AnyRow[]) => Promise<unknown>,
): Promise<void> => {
  for (const [table, some] of rows) if (some.length > 0) await write(table, some)
}

export const writeByStatements: WriteChanges = async (client, schema, changes) => {
  await eachTable(changes.put, (table, rows) => putRows(client, { schema, table }, rows))
  await eachTable(changes.removed, (table, keys) => removeRows(client, { schema, table }, keys))
  await eachTable(changes.added, (table, rows) => addRows(client, { schema, table }, rows))
}
