import type { PoolClient } from 'pg'

type Columns = Readonly<Record<string, unknown>>

/** One row that is not the same in two generations. */
export type RowDifference = {
  readonly key: Columns
  /** Absent: the row is in the other generation only. */
  readonly one?: Columns
  readonly other?: Columns
  /** What the columns hold that differ. */
  readonly columns: Readonly<Record<string, readonly [unknown, unknown]>>
  /** The last events that wrote the row, as both generations remember them. */
  readonly events: readonly ExplainingEvent[]
}

export type ExplainingEvent = {
  readonly position: string
  readonly type: string
  readonly stream: string
  readonly revision: string
}

export type Differences = {
  readonly missing: number
  readonly surplus: number
  readonly changed: number
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

const explained = async (
  client: PoolClient,
  schemas: readonly string[],
  rows: readonly (Columns | null)[],
): Promise<readonly ExplainingEvent[]> => {
  const positions = rows.flatMap((row) =>
    typeof row?.['position'] === 'string' ? [row['position']] : [],
  )
  if (positions.length === 0) return []
  const found = await client.query<ExplainingEvent>(
    `SELECT DISTINCT position::text, type, stream, revision::text FROM (
       ${schemas.map((schema) => `SELECT * FROM ${schema}.event_log`).join(' UNION ALL ')}
     ) e WHERE position = ANY($1::bigint[]) ORDER BY position`,
    [positions],
  )
  return found.rows
}

type Pair = { readonly one: Columns | null; readonly other: Columns | null }

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
    WHERE a IS DISTINCT FROM b`
  const [firstKey = ''] = keys
  const { rows: counts } = await client.query<Record<'missing' | 'surplus' | 'changed', bigint>>(
    `SELECT count(*) FILTER (WHERE b."${firstKey}" IS NULL) AS missing,
       count(*) FILTER (WHERE a."${firstKey}" IS NULL) AS surplus,
       count(*) FILTER (WHERE a."${firstKey}" IS NOT NULL AND b."${firstKey}" IS NOT NULL) AS changed
     FROM ${joined}`,
  )
  const { rows: pairs } = await client.query<Pair>(
    `SELECT ${asText('a')} AS one, ${asText('b')} AS other FROM ${joined} ORDER BY ${listed} LIMIT $1`,
    [most],
  )
  const first: RowDifference[] = []
  for (const pair of pairs)
    first.push({
      key: Object.fromEntries(keys.map((key) => [key, (pair.one ?? pair.other)?.[key]])),
      ...(pair.one === null ? {} : { one: pair.one }),
      ...(pair.other === null ? {} : { other: pair.other }),
      columns: valuesOf(pair.one, pair.other),
      events: await explained(client, [one, other], [pair.one, pair.other]),
    })
  const [{ missing, surplus, changed } = { missing: 0n, surplus: 0n, changed: 0n }] = counts
  return { missing: Number(missing), surplus: Number(surplus), changed: Number(changed), first }
}
