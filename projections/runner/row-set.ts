import {
  keyTextOf,
  type AppendedTable,
  type Key,
  type KeyedTable,
  type Row,
} from '../shared/schema.ts'
import type { Forgetting, RowRef, RowWrite, Rows } from '../shared/rows.ts'

export type AnyRow = Readonly<Record<string, unknown>>

/** What a batch makes of the rows: of each row its last state only, by table. */
export type RowChanges = {
  readonly put: ReadonlyMap<KeyedTable, readonly AnyRow[]>
  /** Keys of rows that are gone. */
  readonly removed: ReadonlyMap<KeyedTable, readonly AnyRow[]>
  readonly added: ReadonlyMap<AppendedTable, readonly AnyRow[]>
  /** Made of all rows, after everything else. */
  readonly forgotten: readonly Forgetting[]
}

/** What most batches make of most lanes' rows; who has nothing to write has exactly this. */
export const nothing: RowChanges = {
  put: new Map(),
  removed: new Map(),
  added: new Map(),
  forgotten: [],
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

/** The same row when it is not about the subject. */
const without = (
  row: AnyRow | undefined,
  table: KeyedTable,
  { subject, places }: Forgetting,
): AnyRow | undefined =>
  places.reduce((before, place) => {
    if (before === undefined || place.table !== table || before[place.of] !== subject) return before
    const isFilled = place.columns.some((column) => before[column] !== null)
    const nothing = Object.fromEntries(place.columns.map((column) => [column, null]))
    return isFilled ? { ...before, ...nothing } : before
  }, row)

export const createRowSet = (loaded: HeldByTable): RowSet => {
  const staged = new Map<KeyedTable, Map<string, Held>>()
  const added = new Map<AppendedTable, AnyRow[]>()
  const forgotten: Forgetting[] = []

  /** What is written of a forgotten subject from here on is written without what stood in clear. */
  const stage = (table: KeyedTable, text: string, held: Held): void => {
    const row = forgotten.reduce((before, each) => without(before, table, each), held.row)
    const kept = row === held.row ? held : { ...held, row }
    inMap(staged, table, () => new Map<string, Held>()).set(text, kept)
  }

  const forget = (one: Forgetting): void => {
    forgotten.push(one)
    for (const { table } of one.places)
      for (const rows of [loaded.get(table), staged.get(table)])
        for (const [text, held] of [...(rows ?? [])])
          if (without(held.row, table, one) !== held.row)
            stage(table, text, latest(table, text, held))
  }

  const latest = (table: KeyedTable, text: string, held: Held): Held =>
    staged.get(table)?.get(text) ?? held

  /** Rows that nobody else holds: copying a wide row for each of its changes is most of what folding costs. */
  const own = new WeakSet<AnyRow>()

  const find = (table: KeyedTable, text: string): Held => {
    const held = staged.get(table)?.get(text) ?? loaded.get(table)?.get(text)
    if (held === undefined) throw new RowNotLoaded(`${table} ${text} was not said to be touched`)
    return held
  }

  const change = (table: KeyedTable, key: AnyRow, to: AnyRow): void => {
    const text = keyTextOf(table, key as never)
    const { row } = find(table, text)
    if (row === undefined) throw new RowNotLoaded(`${table} ${text} is not there to be changed`)
    if (own.has(row) && forgotten.length === 0) Object.assign(row, to)
    else {
      const copy = { ...row, ...to }
      own.add(copy)
      stage(table, text, { row: copy, key: copy })
    }
  }

  const write = (one: RowWrite): void => {
    switch (one.do) {
      case 'add':
        inMap(added, one.table, () => []).push(one.row)
        return
      case 'change':
        change(one.table, one.key, one.to)
        return
      case 'remove':
        stage(one.table, keyTextOf(one.table, one.key), { row: undefined, key: one.key })
        return
      case 'put':
        stage(one.table, keyTextOf(one.table, one.row), { row: one.row, key: one.row })
        return
      case 'forget':
        forget(one)
    }
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
      // Rows are held by table: what came in under this one has its type.
      return find(table, keyTextOf(table, key)).row as Row<Table> | undefined
    },
    write: (writes) => writes.forEach(write),
    changes: () =>
      staged.size === 0 && added.size === 0 && forgotten.length === 0
        ? nothing
        : {
            put: pick(({ row }) => row),
            removed: pick(({ row, key }) => (row === undefined ? key : undefined)),
            added,
            forgotten,
          },
    held: () => staged,
  }
}

/** Each row that these refs name, once, as the first of them has it. */
export const distinct = (refs: readonly RowRef[]): ReadonlyMap<KeyedTable, Map<string, RowRef>> => {
  const found = new Map<KeyedTable, Map<string, RowRef>>()
  for (const ref of refs) {
    const text = keyTextOf(ref.table, ref.key)
    const ofTable = inMap(found, ref.table, () => new Map<string, RowRef>())
    if (!ofTable.has(text)) ofTable.set(text, ref)
  }
  return found
}

/** The rows of a table that a commit put, as that table's. */
export const putIn = <Table extends KeyedTable>(
  changes: RowChanges,
  table: Table,
): readonly Row<Table>[] =>
  // Rows are held by table: what is under this one has its type.
  (changes.put.get(table) ?? []) as unknown as readonly Row<Table>[]

/** The rows that a commit added to a table that only grows. */
export const addedIn = <Table extends AppendedTable>(
  changes: RowChanges,
  table: Table,
): readonly Row<Table>[] =>
  // Rows are held by table: what is under this one has its type.
  (changes.added.get(table) ?? []) as unknown as readonly Row<Table>[]
