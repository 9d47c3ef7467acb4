import type { AppendedTable, Key, KeyedTable, Row } from './schema.ts'

/** A row that an event is about; a new one comes into being with the event, and is not looked for. */
export type RowRef = {
  readonly [Table in KeyedTable]: {
    readonly table: Table
    readonly key: Key<Table>
    readonly isNew?: boolean
  }
}[KeyedTable]

/**
 * What becomes of the rows. A put row is whole; a row that is there is changed in the columns named; a row is only ever
 * added under a key that no row has.
 */
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
        readonly do: 'change'
        readonly table: Table
        readonly key: Key<Table>
        readonly to: Partial<Row<Table>>
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
  | ({ readonly do: 'forget' } & Forgetting)

/** Columns of a table that hold somebody's data in clear, and the column that says whose. */
export type PersonalPlace = {
  readonly table: KeyedTable
  readonly of: string
  readonly columns: readonly string[]
}

/** Every row about a subject, whatever its key, loses what stands in clear: at this place in the log, and for good. */
export type Forgetting = { readonly subject: string; readonly places: readonly PersonalPlace[] }

/**
 * The rows as they stand after everything before the event. Only rows that the projection said it touches are there;
 * what is given holds until the event's writes are made.
 */
export type Rows = {
  readonly get: <Table extends KeyedTable>(table: Table, key: Key<Table>) => Row<Table> | undefined
}
