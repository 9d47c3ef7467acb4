import type { KeyedTable, Row } from '../shared/schema.ts'
import type { RowChanges } from './row-set.ts'

/** The rows of a table that a commit put, as that table's. */
export const putIn = <Table extends KeyedTable>(
  changes: RowChanges,
  table: Table,
): readonly Row<Table>[] =>
  // Rows are held by table: what is under this one has its type.
  (changes.put.get(table) ?? []) as unknown as readonly Row<Table>[]
