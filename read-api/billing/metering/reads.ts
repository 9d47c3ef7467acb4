import type { RawBuilder } from 'kysely'
import { uuidArgument } from '../../pagination/filter.ts'
import { type PageRequest, type SortOrder, takePage } from '../../pagination/keyset.ts'
import type { UsageEventRow } from '../../../projections/billing/metering/tables.ts'
import { byUuid } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const usageOrder: SortOrder = {
  name: 'usage.recorded',
  columns: [
    { column: 'created_position', type: 'bigint' },
    { column: 'entry', type: 'integer' },
  ],
}
export const usageKey = ({ created_position, entry }: UsageEventRow): readonly string[] => [
  created_position.toString(),
  entry.toString(),
]

const usageIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('usage_events.organisation'))

export const meteringLoaders = (db: ReadDb, caller: Caller) => ({
  usageEvents: byUuid(
    (ids) =>
      db
        .selectFrom('usage_events')
        .selectAll()
        .where('usage_id', 'in', ids)
        .where(usageIsVisible(caller))
        .execute(),
    ({ usage_id }) => usage_id,
  ),
  priceBooks: byUuid(
    (ids) => db.selectFrom('price_books').selectAll().where('price_book_id', 'in', ids).execute(),
    ({ price_book_id }) => price_book_id,
  ),
  versionsOfPriceBook: byUuid(
    async (ids) => {
      const rows = await db
        .selectFrom('price_book_versions')
        .selectAll()
        .where('price_book_id', 'in', ids)
        .orderBy('version')
        .execute()
      return ids.map((id) => ({ id, versions: rows.filter((row) => row.price_book_id === id) }))
    },
    ({ id }) => id,
  ),
})

export type UsageFilter = {
  readonly organisationId?: string | null | undefined
  readonly meter?: string | null | undefined
  readonly month?: string | null | undefined
  readonly subject?: string | null | undefined
  readonly source?: string | null | undefined
  readonly corrected?: boolean | null | undefined
}

export const readUsageEvents = (
  db: ReadDb,
  caller: Caller,
  filter: UsageFilter,
  page: PageRequest,
): Promise<readonly UsageEventRow[]> => {
  let query = db.selectFrom('usage_events').selectAll().where(usageIsVisible(caller))
  if (filter.organisationId != null)
    query = query.where('organisation', '=', uuidArgument('organisationId', filter.organisationId))
  if (filter.meter != null) query = query.where('meter', '=', filter.meter)
  if (filter.month != null) query = query.where('month', '=', filter.month)
  if (filter.subject != null) query = query.where('subject', '=', filter.subject)
  if (filter.source != null) query = query.where('source', '=', filter.source)
  if (filter.corrected != null)
    query = query.where('corrected_by', filter.corrected ? 'is not' : 'is', null)
  return takePage(query, page).execute()
}
