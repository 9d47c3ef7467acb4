import type { AppendedTable, Key, KeyedTable, Row } from './schema.ts'

/** A row that an event is about. */
export type RowRef = {
  readonly [Table in KeyedTable]: { readonly table: Table; readonly key: Key<Table> }
}[KeyedTable]

/** What becomes of the rows. A put row is whole; a row is only ever added under a key that no row has. */
export type RowWrite =
  | {
      readonly [Table in KeyedTable]: {
        readonly do: 'put'
        readonly table: Table
        readonly row: Row<Table>
      }
    }[KeyedTable]
  | {
      readonly [Table in KeyedTable]: {
        readonly do: 'remove'
        readonly table: Table
        readonly key: Key<Table>
      }
    }[KeyedTable]
  | {
      readonly [Table in AppendedTable]: {
        readonly do: 'add'
        readonly table: Table
        readonly row: Row<Table>
      }
    }[AppendedTable]

/** The rows as they stand after everything before the event. Only rows that the projection said it touches are there. */
export type Rows = {
  readonly get: <Table extends KeyedTable>(table: Table, key: Key<Table>) => Row<Table> | undefined
}
