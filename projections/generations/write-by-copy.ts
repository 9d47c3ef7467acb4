import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import {
  columnsOf,
  nameOfPlace,
  putRows,
  removeRows,
  storable,
  storableText,
} from '../runner/statements.ts'
import type { AnyRow } from '../runner/row-set.ts'
import { together } from '../runner/transaction.ts'
import { forgettingOf, writesOf, type WriteChanges } from '../runner/write-changes.ts'

/** Postgres's text form of COPY: https://www.postgresql.org/docs/current/sql-copy.html */
const special = /[\\\b\f\n\r\t\v]/g
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}
const escaped = (text: string): string => text.replace(special, (one) => escapes[one] ?? one)

/** Arrays of the tables hold texts. */
const element = (value: unknown): string =>
  typeof value === 'string' ? `"${storableText(value).replace(/["\\]/g, '\\$&')}"` : 'NULL'

/** Lists of texts are arrays in some columns and JSON in others: only the column knows. */
export const fieldOf = (value: unknown, isArray: boolean): string => {
  if (value === null || value === undefined) return '\\N'
  switch (typeof value) {
    case 'string':
      return escaped(storableText(value))
    case 'number':
    case 'boolean':
    case 'bigint':
      return value.toString()
    default:
      if (value instanceof Date) return value.toISOString()
      if (isArray && Array.isArray(value)) return escaped(`{${value.map(element).join(',')}}`)
      return escaped(JSON.stringify(value, storable))
  }
}

type Column = { readonly name: string; readonly kind: 'array' | 'json' | 'other' }

const typesOf = `SELECT a.attname AS name,
    CASE WHEN t.typcategory = 'A' THEN 'array' WHEN t.typname IN ('json', 'jsonb') THEN 'json' ELSE 'other' END AS kind
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`

const lineOf = (row: AnyRow, columns: readonly Column[]): string =>
  columns
    .map(({ name, kind }) =>
      // A text in a JSON column is a JSON text.
      kind === 'json' && row[name] !== null
        ? escaped(JSON.stringify(row[name], storable))
        : fieldOf(row[name], kind === 'array'),
    )
    .join('\t')

/** Rows that are only ever added go in by COPY; the others as in a live batch. */
export const writeByCopy = (): WriteChanges => {
  const known = new Map<string, readonly Column[]>()
  const columnsIn = async (client: PoolClient, place: string, rows: readonly AnyRow[]) => {
    const found = known.get(place)
    if (found !== undefined) return found
    const { rows: columns } = await client.query<Column>(typesOf, [place])
    const own = new Set(columnsOf(rows))
    const used = columns.filter(({ name }) => own.has(name))
    known.set(place, used)
    return used
  }
  const copyRows = async (
    client: PoolClient,
    place: string,
    rows: readonly AnyRow[],
  ): Promise<void> => {
    const columns = await columnsIn(client, place, rows)
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const into = client.query(copyFrom(`COPY ${place} (${names}) FROM STDIN`))
    const text = rows.map((row) => `${lineOf(row, columns)}\n`).join('')
    await pipeline(Readable.from([Buffer.from(text)]), into)
  }
  return async (client, schema, changes) => {
    // What a crash of Postgres takes back is built again: the checkpoint goes with its rows.
    await client.query('SET LOCAL synchronous_commit = off')
    await together(client, [
      ...writesOf(changes.put, (table, rows) => putRows(client, { schema, table }, rows)),
      ...writesOf(changes.removed, (table, keys) => removeRows(client, { schema, table }, keys)),
      ...writesOf(changes.added, (table, rows) =>
        copyRows(client, nameOfPlace({ schema, table }), rows),
      ),
      ...forgettingOf(client, schema, changes),
    ])
  }
}
