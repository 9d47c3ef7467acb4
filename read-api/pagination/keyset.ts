import { type SelectQueryBuilder, sql, type RawBuilder } from 'kysely'

/** A column of an order. Its values never change and are never null, so that a page's edges stay where they were. */
export type SortColumn = {
  readonly column: string
  /** `instant`: in milliseconds, ISO 8601 in cursors. */
  readonly type: 'bigint' | 'integer' | 'text' | 'instant'
}

/** The columns together are unique: no row can hide behind its equal. */
export type SortOrder = { readonly name: string; readonly columns: readonly SortColumn[] }

export type Direction = 'ASC' | 'DESC'

/** A cursor's values, one for each column of the order, as text. */
export type SortKey = readonly string[]

export type PageRequest = {
  readonly order: SortOrder
  readonly direction: Direction
  readonly after?: SortKey
  readonly before?: SortKey
  readonly limit: number
  /** The last rows before the end (or before `before`) instead of the first. */
  readonly fromEnd: boolean
}

const opposite = (direction: Direction): Direction => (direction === 'ASC' ? 'DESC' : 'ASC')

const beyond = (
  { columns }: SortOrder,
  direction: Direction,
  key: SortKey,
): RawBuilder<boolean> => {
  const names = sql.join(columns.map(({ column }) => sql.ref(column)))
  const values = sql.join(
    columns.map(
      ({ type }, index) =>
        sql`${key[index] ?? null}::${sql.raw(type === 'instant' ? 'timestamptz' : type)}`,
    ),
  )
  return direction === 'ASC'
    ? sql<boolean>`(${names}) > (${values})`
    : sql<boolean>`(${names}) < (${values})`
}

/** The way in which rows are read, as `order by` says it; a page from the end is read backwards and turned round. */
export const readingOrder = (page: PageRequest, table?: string): RawBuilder<unknown> => {
  const direction = sql.raw(page.fromEnd ? opposite(page.direction) : page.direction)
  const columns = page.order.columns.map(({ column }) =>
    sql.ref(table === undefined ? column : `${table}.${column}`),
  )
  return sql.join(columns.map((column) => sql`${column} ${direction}`))
}

/** Narrows a query to the page and one row more, which tells whether there is another page. */
export const takePage = <Db, Tables extends keyof Db, Row>(
  query: SelectQueryBuilder<Db, Tables, Row>,
  page: PageRequest,
): SelectQueryBuilder<Db, Tables, Row> => {
  const { order, direction, after, before, limit } = page
  let narrowed = query
  if (after !== undefined) narrowed = narrowed.where(beyond(order, direction, after))
  if (before !== undefined) narrowed = narrowed.where(beyond(order, opposite(direction), before))
  return narrowed.orderBy(readingOrder(page)).limit(limit + 1)
}
