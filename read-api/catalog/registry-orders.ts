import type { AppRow, AppVersionRow, ProjectRow } from '../../projections/catalog/tables.ts'
import { creationKey } from '../pagination/creation.ts'
import type { SortKey, SortOrder } from '../pagination/keyset.ts'

/** An app of the registry with what it is ordered by. */
export type FoundRow = AppRow & {
  readonly downloads: bigint
  readonly likes: bigint
  /** Of the search; 0 without one. */
  readonly relevance: number
}

type Order<Row> = SortOrder & { readonly keyOf: (row: Row) => SortKey }

const published = { column: 'published_position', type: 'bigint' } as const
const created = { column: 'created_position', type: 'bigint' } as const

const publishedKey = ({ published_position }: AppRow): string =>
  (published_position ?? 0n).toString()

/** Counts change: an app may pass the edge of a page meanwhile, and be seen twice or not at all. */
export const registryOrders = {
  RELEVANCE: {
    name: 'registry.relevance',
    columns: [{ column: 'relevance', type: 'integer' }, published],
    keyOf: (row) => [row.relevance.toString(), publishedKey(row)],
  },
  PUBLISHED_AT: {
    name: 'registry.published',
    columns: [published],
    keyOf: (row) => [publishedKey(row)],
  },
  DOWNLOADS: {
    name: 'registry.downloads',
    columns: [{ column: 'downloads', type: 'bigint' }, published],
    keyOf: (row) => [row.downloads.toString(), publishedKey(row)],
  },
  LIKES: {
    name: 'registry.likes',
    columns: [{ column: 'likes', type: 'bigint' }, published],
    keyOf: (row) => [row.likes.toString(), publishedKey(row)],
  },
} as const satisfies Readonly<Record<string, Order<FoundRow>>>

export const appOrder: Order<AppRow> = {
  name: 'app.created',
  columns: [created],
  keyOf: creationKey,
}

export const projectOrder: Order<ProjectRow> = {
  name: 'project.created',
  columns: [created],
  keyOf: creationKey,
}

/** As versions are ordered. */
export const versionOrder: Order<Pick<AppVersionRow, 'semver_order'>> = {
  name: 'version.number',
  columns: [{ column: 'semver_order', type: 'text' }],
  keyOf: (row) => [row.semver_order],
}
