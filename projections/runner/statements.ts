import type { ClientBase } from 'pg'
import { keyColumns, type AppendedTable, type KeyedTable } from '../shared/schema.ts'
import type { PersonalPlace } from '../shared/rows.ts'
import type { AnyRow } from './row-set.ts'

/**
 * Rows travel as one JSON parameter and Postgres makes them rows of the table: one statement for any number of them,
 * the same text every time, so that it is planned once.
 */
const quoted = (name: string): string => `"${name}"`

const listed = (columns: readonly string[], prefix = ''): string =>
  columns.map((column) => `${prefix}${quoted(column)}`).join(', ')

/** A table of one generation. */
export type Place<Table extends KeyedTable | AppendedTable = KeyedTable | AppendedTable> = {
  readonly schema: string
  readonly table: Table
}

export const nameOfPlace = ({ schema, table }: Place): string =>
  `${quoted(schema)}.${quoted(table)}`

const given = (place: Place): string =>
  `json_populate_recordset(NULL::${nameOfPlace(place)}, $1::json)`

const insert = (place: Place, columns: readonly string[]): string =>
  `INSERT INTO ${nameOfPlace(place)} (${listed(columns)}) SELECT ${listed(columns)} FROM ${given(place)}`

const upsert = (place: Place<KeyedTable>, columns: readonly string[]): string => {
  const keys: readonly string[] = keyColumns[place.table]
  const changes = columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
  return `${insert(place, columns)} ON CONFLICT (${listed(keys)}) DO UPDATE SET ${changes.join(', ')}`
}

const remove = (place: Place<KeyedTable>): string => {
  const matches = keyColumns[place.table].map((key) => `t.${quoted(key)} = k.${quoted(key)}`)
  return `DELETE FROM ${nameOfPlace(place)} t USING ${given(place)} k WHERE ${matches.join(' AND ')}`
}

const select = (place: Place<KeyedTable>): string =>
  `SELECT t.* FROM ${nameOfPlace(place)} t JOIN ${given(place)} k USING (${listed(keyColumns[place.table])})`

/** Empties what stands in clear about a subject, in whatever rows it stands. */
export const forgetRows = (
  client: ClientBase,
  schema: string,
  { table, of, columns }: PersonalPlace,
  subject: string,
) => {
  const emptied = columns.map((column) => `${quoted(column)} = NULL`).join(', ')
  const isFilled = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' OR ')
  return client.query(
    `UPDATE ${nameOfPlace({ schema, table })} SET ${emptied} WHERE ${quoted(of)}::text = $1 AND (${isFilled})`,
    [subject],
  )
}

/** What Postgres has no character for: NUL, and halves of surrogate pairs. */
const unstorable = /\0|\p{Surrogate}/gu

export const storableText = (text: string): string => text.replace(unstorable, '\ufffd')

export const storable = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  return typeof value === 'string' ? storableText(value) : value
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
export const columnsOf = ([row = {}]: readonly AnyRow[]): readonly string[] =>
  Object.keys(row).sort()

export const putRows = (client: ClientBase, place: Place<KeyedTable>, rows: readonly AnyRow[]) =>
  run(upsert(place, columnsOf(rows)))(client, rows)

export const addRows = (client: ClientBase, place: Place<AppendedTable>, rows: readonly AnyRow[]) =>
  run(insert(place, columnsOf(rows)))(client, rows)

export const removeRows = (client: ClientBase, place: Place<KeyedTable>, keys: readonly AnyRow[]) =>
  run(remove(place))(client, keys)

export const loadRows = (client: ClientBase, place: Place<KeyedTable>, keys: readonly AnyRow[]) =>
  run(select(place))(client, keys)
