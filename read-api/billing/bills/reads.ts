import { sql, type RawBuilder } from 'kysely'
import type { BillStatus } from '../../../domain/billing/bills/bill-state.ts'
import type { BillLineRow, BillRow } from '../../../projections/billing/bills/tables.ts'
import { creationOrder } from '../../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../../pagination/filter.ts'
import {
  type PageRequest,
  type SortKey,
  type SortOrder,
  takePage,
} from '../../pagination/keyset.ts'
import { byUuid, children } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const billOrder = creationOrder('bill')

export const lineOrder: SortOrder = {
  name: 'bill.line',
  columns: [{ column: 'line', type: 'integer' }],
}
export const lineKey = ({ line }: BillLineRow): SortKey => [line.toString()]

const billIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('bills.organisation'))

/** Lines are reached through their bill, and so only where it is visible. */
export const billLoaders = (db: ReadDb, caller: Caller) => ({
  bills: byUuid(
    (ids) =>
      db
        .selectFrom('bills')
        .selectAll()
        .where('bill_id', 'in', ids)
        .where(billIsVisible(caller))
        .execute(),
    ({ bill_id }) => bill_id,
  ),
  linesOfBill: children(
    db,
    'uuid',
    (parent) =>
      parent.selectFrom('bill_lines').selectAll().whereRef('bill_lines.bill_id', '=', 'parent.id'),
    (row) => lineKey(row),
  ),
})

export type BillFilter = {
  readonly organisationId?: string | null | undefined
  readonly status?: readonly BillStatus[] | null | undefined
  readonly asset?: string | null | undefined
  readonly number?: string | null | undefined
  readonly overdue?: boolean | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

/** By period: bills of which any part falls between `from` and `before`. */
export const readBills = (
  db: ReadDb,
  caller: Caller,
  { organisationId, status, asset, number, overdue, from, before }: BillFilter,
  page: PageRequest,
): Promise<readonly BillRow[]> => {
  let query = db.selectFrom('bills').selectAll().where(billIsVisible(caller))
  if (organisationId != null)
    query = query.where('organisation', '=', uuidArgument('organisationId', organisationId))
  if (status != null) query = query.where(isOneOf('status', status))
  if (asset != null) query = query.where('asset', '=', asset)
  if (number != null) query = query.where('number', '=', number)
  if (overdue != null) query = query.where('overdue', '=', overdue)
  if (from != null) query = query.where('period_end', '>', from)
  if (before != null) query = query.where(sql<boolean>`period_start < ${before}`)
  return takePage(query, page).execute()
}
