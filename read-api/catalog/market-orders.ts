import type { ListingRow, ReviewRow } from '../../projections/catalog/market-tables.ts'
import { creationKey, creationOrder } from '../pagination/creation.ts'
import type { SortKey, SortOrder } from '../pagination/keyset.ts'

/** A listing with what it is ordered by. */
export type ListedRow = ListingRow & {
  /** The average of its stars in thousandths; 0 without any. */
  readonly stars: number
  readonly running: number
}

type Order<Row> = SortOrder & { readonly keyOf: (row: Row) => SortKey }

const published = { column: 'published_position', type: 'bigint' } as const
const created = { column: 'created_position', type: 'bigint' } as const

const publishedKey = ({ published_position }: ListedRow): string =>
  (published_position ?? 0n).toString()

/** Stars and subscriptions change: a listing may pass the edge of a page meanwhile, and be seen twice or not at all. */
export const listingOrders = {
  PUBLISHED_AT: {
    name: 'listing.published',
    columns: [published],
    keyOf: (row) => [publishedKey(row)],
  },
  RATING: {
    name: 'listing.rating',
    columns: [{ column: 'stars', type: 'integer' }, published],
    keyOf: (row) => [row.stars.toString(), publishedKey(row)],
  },
  SUBSCRIPTIONS: {
    name: 'listing.subscriptions',
    columns: [{ column: 'running', type: 'integer' }, published],
    keyOf: (row) => [row.running.toString(), publishedKey(row)],
  },
} as const satisfies Readonly<Record<string, Order<ListedRow>>>

export const draftedOrder: Order<ListingRow> = {
  name: 'listing.drafted',
  columns: [created],
  keyOf: creationKey,
}

export const changeOrder = creationOrder('listing-change.proposed')

export const reviewOrders = {
  WRITTEN_AT: {
    name: 'review.written',
    columns: [created],
    keyOf: creationKey,
  },
  RATING: {
    name: 'review.rating',
    columns: [{ column: 'rating', type: 'integer' }, created],
    keyOf: (row) => [row.rating.toString(), row.created_position.toString()],
  },
  HELPFUL: {
    name: 'review.helpful',
    columns: [{ column: 'helpful', type: 'integer' }, created],
    keyOf: (row) => [row.helpful.toString(), row.created_position.toString()],
  },
} as const satisfies Readonly<Record<string, Order<ReviewRow>>>
