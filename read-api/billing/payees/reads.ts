import { sql, type RawBuilder } from 'kysely'
import type { PayeeEntryRow } from '../../../projections/billing/payees/tables.ts'
import { creationKey } from '../../pagination/creation.ts'
import { type PageRequest, type SortOrder, takePage } from '../../pagination/keyset.ts'
import { byUuid, children } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const entryOrder: SortOrder = {
  name: 'payee.entries',
  columns: [{ column: 'position', type: 'bigint' }],
}
export const entryKey = ({ position }: PayeeEntryRow): readonly string[] => [position.toString()]

export const payeeIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('payees.organisation'))
export const payoutIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('payouts.organisation'))

export const payeeLoaders = (db: ReadDb, caller: Caller) => ({
  payees: byUuid(
    (ids) =>
      db
        .selectFrom('payees')
        .selectAll()
        .where('organisation', 'in', ids)
        .where(payeeIsVisible(caller))
        .execute(),
    ({ organisation }) => organisation,
  ),
  payouts: byUuid(
    (ids) =>
      db
        .selectFrom('payouts')
        .selectAll()
        .where('payout_id', 'in', ids)
        .where(payoutIsVisible(caller))
        .execute(),
    ({ payout_id }) => payout_id,
  ),
  /** Of a payee that was found visible before. */
  payoutsOfPayee: children(
    db,
    'uuid',
    (parent) =>
      parent.selectFrom('payouts').selectAll().whereRef('payouts.organisation', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
})

export const readBalances = (db: ReadDb, organisation: string) =>
  db
    .selectFrom('payee_balances')
    .selectAll()
    .where('organisation', '=', organisation)
    .orderBy('asset')
    .execute()

export type EntryFilter = {
  readonly asset?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

export const readPayeeEntries = (
  db: ReadDb,
  organisation: string,
  { asset, from, before }: EntryFilter,
  page: PageRequest,
) => {
  let query = db.selectFrom('payee_entries').selectAll().where('organisation', '=', organisation)
  if (asset != null) query = query.where('asset', '=', asset)
  if (from != null) query = query.where('at', '>=', from)
  if (before != null) query = query.where('at', '<', before)
  return takePage(query, page).execute()
}

export type StatementOf = {
  readonly organisation: string
  readonly asset: string
  readonly from: Date
  readonly before: Date
}

/** Sums of the lines of a time, and of all before it. */
export const readStatement = async (db: ReadDb, of: StatementOf) => {
  const { organisation, asset, from, before } = of
  const during = sql`at >= ${from}`
  const sum = (column: RawBuilder<unknown>, condition: RawBuilder<unknown>) =>
    sql<string>`coalesce(sum(${column}) filter (where ${condition}), 0)`
  const amount = sql.ref('amount')
  const kindIs = (...kinds: readonly PayeeEntryRow['kind'][]) =>
    sql`${during} and kind = any(${kinds}::text[])`
  const [row] = await db
    .selectFrom('payee_entries')
    .select([
      sum(amount, sql`at < ${from}`).as('opening'),
      sum(sql.ref('gross'), during).as('gross'),
      sum(sql.ref('commission'), during).as('commission'),
      sum(sql.ref('refunded'), during).as('refunded'),
      sum(sql`-amount`, kindIs('PAYOUT')).as('paid_out'),
      sum(amount, kindIs('PAYOUT_FAILED', 'PAYOUT_RETURNED')).as('came_back'),
      sql<string>`coalesce(sum(amount), 0)`.as('closing'),
    ])
    .where('organisation', '=', organisation)
    .where('asset', '=', asset)
    .where('at', '<', before)
    .execute()
  return row && { ...of, ...row }
}
