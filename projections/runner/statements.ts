import type { ClientBase } from 'pg'
import { keyColumns, type AppendedTable, type KeyedTable } from '../shared/schema.ts'
import type { AnyRow } from './row-set.ts'

/**
 * Rows travel as one JSON parameter and Postgres makes them rows of the table: one statement for any number of them,
 * the same text every time, so that it is planned once.
 */
const quoted = (name: string): string => `"${name}"`

const listed = (columns: readonly string[], prefix = ''): string =>
  columns.map((column) => `${prefix}${quoted(column)}`).join(', ')

const given = (table: string): string => `json_populate_recordset(NULL::${quoted(table)}, $1::json)`

const insert = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${quoted(table)} (${listed(columns)}) SELECT ${listed(columns)} FROM ${given(table)}`

const upsert = (table: KeyedTable, columns: readonly string[]): string => {
  const keys: readonly string[] = keyColumns[table]
  const changes = columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
  return `${insert(table, columns)} ON CONFLICT (${listed(keys)}) DO UPDATE SET ${changes.join(', ')}`
}

const remove = (table: KeyedTable): string => {
  const matches = keyColumns[table].map((key) => `t.${quoted(key)} = k.${quoted(key)}`)
  return `DELETE FROM ${quoted(table)} t USING ${given(table)} k WHERE ${matches.join(' AND ')}`
}

const select = (table: KeyedTable): string =>
  `SELECT t.* FROM ${quoted(table)} t JOIN ${given(table)} k USING (${listed(keyColumns[table])})`

/** What Postgres has no character for: NUL, and halves of surrogate pairs. */
const unstorable = /\0|\p{Surrogate}/gu

const storable = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  return typeof value === 'string' ? value.replace(unstorable, '\ufffd') : value
}

export const encodeRows = (rows: readonly AnyRow[]): string => JSON.stringify(rows, storable)

/** A short name for each text, under which a connection keeps its plan. */
const names = new Map<string, string>()
const nameOf = (text: string): string => {
  const name = names.get(text) ?? `rows-${names.size}`
  names.set(text, name)
  return name
}

type Run = (client: ClientBase, rows: readonly AnyRow[]) => Promise<readonly AnyRow[]>

const run =
  (text: string): Run =>
  async (client, rows) => {
    const query = { name: nameOf(text), text, values: [encodeRows(rows)] }
    const { rows: found } = await client.query<AnyRow>(query)
    return found
  }

/** Rows are whole, so that one tells the columns of all. */
const columnsOf = ([row = {}]: readonly AnyRow[]): readonly string[] => Object.keys(row).sort()

export const putRows = (client: ClientBase, table: KeyedTable, rows: readonly AnyRow[]) =>
  run(upsert(table, columnsOf(rows)))(client, rows)

export const addRows = (client: ClientBase, table: AppendedTable, rows: readonly AnyRow[]) =>
  run(insert(table, columnsOf(rows)))(client, rows)

export const removeRows = (client: ClientBase, table: KeyedTable, keys: readonly AnyRow[]) =>
  run(remove(table))(client, keys)

export const loadRows = (client: ClientBase, table: KeyedTable, keys: readonly AnyRow[]) =>
  run(select(table))(client, keys)
