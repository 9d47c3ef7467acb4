import {
  keyTextOf,
  type AppendedTable,
  type Key,
  type KeyedTable,
  type Row,
} from '../shared/schema.ts'
import type { RowRef, RowWrite, Rows } from '../shared/rows.ts'

export type AnyRow = Readonly<Record<string, unknown>>

/** What a batch makes of the rows: of each row its last state only, by table. */
export type RowChanges = {
  readonly put: ReadonlyMap<KeyedTable, readonly AnyRow[]>
  /** Keys of rows that are gone. */
  readonly removed: ReadonlyMap<KeyedTable, readonly AnyRow[]>
  readonly added: ReadonlyMap<AppendedTable, readonly AnyRow[]>
}

/** A row, or that there is none under the key. */
export type Held = { readonly row: AnyRow | undefined; readonly key: AnyRow }
export type HeldByTable = ReadonlyMap<KeyedTable, ReadonlyMap<string, Held>>

/** Rows in memory, on top of those that were loaded. */
export type RowSet = Rows & {
  readonly write: (writes: readonly RowWrite[]) => void
  readonly changes: () => RowChanges
  /** The last state of every row that was written. */
  readonly held: () => HeldByTable
}

const inMap = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** Looking at a row that was not said to be touched is a fault of the projection, and told. */
export class RowNotLoaded extends Error {
  override readonly name = 'RowNotLoaded'
}

export const createRowSet = (loaded: HeldByTable): RowSet => {
  const staged = new Map<KeyedTable, Map<string, Held>>()
  const added = new Map<AppendedTable, AnyRow[]>()

  const stage = (table: KeyedTable, text: string, held: Held): void =>
    void inMap(staged, table, () => new Map<string, Held>()).set(text, held)

  const write = (one: RowWrite): void => {
    if (one.do === 'add') void inMap(added, one.table, () => []).push(one.row)
    else if (one.do === 'remove')
      stage(one.table, keyTextOf(one.table, one.key), { row: undefined, key: one.key })
    else stage(one.table, keyTextOf(one.table, one.row), { row: one.row, key: one.row })
  }

  const pick = (choose: (held: Held) => AnyRow | undefined) =>
    new Map(
      [...staged].map(([table, rows]) => [
        table,
        [...rows.values()].map(choose).filter((row) => row !== undefined),
      ]),
    )

  return {
    get: <Table extends KeyedTable>(table: Table, key: Key<Table>) => {
      const text = keyTextOf(table, key)
      const held = staged.get(table)?.get(text) ?? loaded.get(table)?.get(text)
      if (held === undefined) throw new RowNotLoaded(`${table} ${text} was not said to be touched`)
      // Rows are held by table: what came in under this one has its type.
      return held.row as Row<Table> | undefined
    },
    write: (writes) => writes.forEach(write),
    changes: () => ({
      put: pick(({ row }) => row),
      removed: pick(({ row, key }) => (row === undefined ? key : undefined)),
      added,
    }),
    held: () => staged,
  }
}

/** Each row that these refs name, once. */
export const distinct = (refs: readonly RowRef[]): ReadonlyMap<KeyedTable, Map<string, AnyRow>> => {
  const found = new Map<KeyedTable, Map<string, AnyRow>>()
  for (const ref of refs)
    inMap(found, ref.table, () => new Map<string, AnyRow>()).set(
      keyTextOf(ref.table, ref.key),
      ref.key,
    )
  return found
}

/** The rows of a table that a commit put, as that table's. */
export const putIn = <Table extends KeyedTable>(
  changes: RowChanges,
  table: Table,
): readonly Row<Table>[] =>
  // Rows are held by table: what is under this one has its type.
  (changes.put.get(table) ?? []) as unknown as readonly Row<Table>[]
