import type { PoolClient } from 'pg'
import type { ExplainingEvent, RowDifference } from '../../platform/replays/port.ts'

type Columns = Readonly<Record<string, unknown>>

export type Differences = {
  readonly missing: number
  readonly surplus: number
  readonly changed: number
  /** Names which rows differ and in which columns, whatever they hold. */
  readonly hash: string
  readonly first: readonly RowDifference[]
}

const keyColumnsOf = async (client: PoolClient, place: string): Promise<readonly string[]> => {
  const { rows } = await client.query<{ column: string }>(
    `SELECT a.attname AS column FROM pg_index i
       CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indisprimary AND i.indrelid = $1::regclass ORDER BY k.place`,
    [place],
  )
  return rows.map(({ column }) => column)
}

const valuesOf = (one: Columns | null, other: Columns | null) => {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])
  return Object.fromEntries(
    [...names]
      .map((name) => [name, [one?.[name], other?.[name]] as const] as const)
      .filter(([, [left, right]]) => JSON.stringify(left) !== JSON.stringify(right)),
  )
}

/** Positions are larger than a JSON number of JavaScript: rows come as text and are read with their numbers as text. */
const asText = (row: string): string =>
  `(SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(${row})))`

const digestOf = (row: string): string =>
  `CASE WHEN ${row} IS DISTINCT FROM NULL THEN md5(${row}::text) END`

/** Where a row stands in the log says when it was written, not what it says: the next event moves both alike. */
const bookkeeping = `ARRAY['position', 'revision']`

const changedColumns = `(SELECT coalesce(string_agg(x.key, ',' ORDER BY x.key COLLATE "C"), '')
  FROM jsonb_each(to_jsonb(a)) x JOIN jsonb_each(to_jsonb(b)) y USING (key)
  WHERE x.value IS DISTINCT FROM y.value AND x.key <> ALL (${bookkeeping}))`

/** The last events that wrote these rows, as both generations remember them. */
const lastWriters = async (
  client: PoolClient,
  schemas: readonly string[],
  rows: readonly (Columns | null)[],
): Promise<readonly ExplainingEvent[]> => {
  const positions = rows.flatMap((row) =>
    typeof row?.['position'] === 'string' ? [row['position']] : [],
  )
  if (positions.length === 0) return []
  const found = await client.query<Omit<ExplainingEvent, 'columns'>>(
    `SELECT DISTINCT e.position, e.position::text AS position, type, stream, revision::text AS revision FROM (
       ${schemas.map((schema) => `SELECT position, type, stream, revision FROM ${schema}.event_log`).join(' UNION ALL ')}
     ) e WHERE e.position = ANY($1::bigint[]) ORDER BY e.position`,
    [positions],
  )
  return found.rows.map(({ position, type, stream, revision }) => {
    return { position, type, stream, revision, columns: [] }
  })
}

/** Not of the log: an error speaks of the last try, such as of a key that was there or not. */
const besideTheLog: Readonly<Record<string, string>> = { quarantine: 'error' }

const areDifferent = (table: string): string => {
  const column = besideTheLog[table]
  return column === undefined
    ? 'a IS DISTINCT FROM b'
    : `(to_jsonb(a) - '${column}') IS DISTINCT FROM (to_jsonb(b) - '${column}')`
}

type Pair = {
  readonly one: Columns | null
  readonly other: Columns | null
  readonly digest_one: string | null
  readonly digest_other: string | null
}

type Counts = Record<'missing' | 'surplus' | 'changed', bigint> & { readonly hash: string }

/** The keys under which two tables of one form do not hold the same row, counted, and the first `most` of them shown. */
export const differingRows = async (
  client: PoolClient,
  table: string,
  one: string,
  other: string,
  most: number,
): Promise<Differences> => {
  const keys = await keyColumnsOf(client, `${one}.${table}`)
  const listed = keys.map((key) => `"${key}"`).join(', ')
  const joined = `${one}.${table} a FULL JOIN ${other}.${table} b USING (${listed})
    WHERE ${areDifferent(table)}`
  const [firstKey = ''] = keys
  const [isMissing, isSurplus] = [`b."${firstKey}" IS NULL`, `a."${firstKey}" IS NULL`]
  const { rows: counts } = await client.query<Counts>(
    `SELECT count(*) FILTER (WHERE kind = 'MISSING') AS missing, count(*) FILTER (WHERE kind = 'SURPLUS') AS surplus,
       count(*) FILTER (WHERE kind NOT IN ('MISSING', 'SURPLUS')) AS changed,
       encode(sha256(convert_to(coalesce(string_agg(md5(key || kind), '' ORDER BY md5(key || kind)), ''), 'UTF8')), 'hex') AS hash
     FROM (SELECT jsonb_build_array(${listed})::text AS key,
       CASE WHEN ${isMissing} THEN 'MISSING' WHEN ${isSurplus} THEN 'SURPLUS' ELSE ${changedColumns} END AS kind
       FROM ${joined}) differing`,
  )
  const { rows: pairs } = await client.query<Pair>(
    `SELECT ${asText('a')} AS one, ${asText('b')} AS other, ${digestOf('a')} AS digest_one, ${digestOf('b')} AS digest_other
     FROM ${joined} ORDER BY ${listed} LIMIT $1`,
    [most],
  )
  const first: RowDifference[] = []
  for (const pair of pairs)
    first.push({
      key: Object.fromEntries(keys.map((key) => [key, (pair.one ?? pair.other)?.[key]])),
      kind: pair.other === null ? 'MISSING' : pair.one === null ? 'SURPLUS' : 'CHANGED',
      digests: [pair.digest_one, pair.digest_other],
      columns: valuesOf(pair.one, pair.other),
      events: await lastWriters(client, [one, other], [pair.one, pair.other]),
      moreEvents: 0,
    })
  const [
    { missing, surplus, changed, hash } = { missing: 0n, surplus: 0n, changed: 0n, hash: '' },
  ] = counts
  return {
    ...{ missing: Number(missing), surplus: Number(surplus), changed: Number(changed) },
    ...{ hash, first },
  }
}
