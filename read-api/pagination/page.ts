import { queryError } from '../errors/query-error.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Direction, PageRequest, SortKey, SortOrder } from './keyset.ts'

export const maximumPage = 100
export const defaultPage = 20

/** Relay's arguments, as GraphQL gives them. */
export type PageArguments = {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

const size = (name: string, value: number): number => {
  if (value >= 0 && value <= maximumPage) return value
  throw queryError('QUERY_INVALID', `"${name}" is a number from 0 to ${maximumPage}.`)
}

/** How many rows the arguments ask for at most; what a query costs depends on it. */
export const pageSize = ({ first, last }: PageArguments): number =>
  Math.min(maximumPage, Math.max(0, first ?? last ?? defaultPage))

/** Throws QUERY_INVALID for sizes out of bounds, both sizes at once, and foreign cursors. */
export const pageRequest = (
  args: PageArguments,
  order: SortOrder,
  direction: Direction,
): PageRequest => {
  const { first, last, after, before } = args
  if (first != null && last != null)
    throw queryError('QUERY_INVALID', 'Ask for "first" or for "last", not for both.')
  return {
    order,
    direction,
    ...(after == null ? {} : { after: decodeCursor(order, 'after', after) }),
    ...(before == null ? {} : { before: decodeCursor(order, 'before', before) }),
    limit: last == null ? size('first', first ?? defaultPage) : size('last', last),
    fromEnd: last != null,
  }
}

export type Page<Row> = {
  readonly edges: { readonly cursor: string; readonly node: Row }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/**
 * The connection of the rows that `takePage` found. What a cursor was taken from lies beyond it, so a page after one has a
 * page before it.
 */
export const pageOf = <Row extends object>(
  found: readonly Row[],
  request: PageRequest,
  keyOf: (row: Row) => SortKey,
): Page<Row> => {
  const more = found.length > request.limit
  const rows = found.slice(0, request.limit)
  if (request.fromEnd) rows.reverse()
  const edges = rows.map((node) => ({ cursor: encodeCursor(request.order, keyOf(node)), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: request.fromEnd ? request.before !== undefined : more,
      hasPreviousPage: request.fromEnd ? more : request.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
