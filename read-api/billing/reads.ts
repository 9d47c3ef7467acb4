import { type RawBuilder, sql } from 'kysely'
import type { LedgerEntryRow } from '../../projections/billing/tables.ts'
import { uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, type SortOrder, takePage } from '../pagination/keyset.ts'
import { byId, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

export const ledgerOrder: SortOrder = {
  name: 'ledger',
  columns: [
    { column: 'position', type: 'bigint' },
    { column: 'leg', type: 'integer' },
  ],
}

export const walletOrder: SortOrder = {
  name: 'wallet.opened',
  columns: [{ column: 'created_position', type: 'bigint' }],
}

export const ledgerKey = ({ position, leg }: LedgerEntryRow): readonly string[] => [
  position.toString(),
  leg.toString(),
]

const walletIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('wallets.organisation'))

/** Entries of the own wallets, and those that credit the own organisation as a provider. */
const entryIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', (principal) => {
    const own = ownedBy('ledger_entries.organisation')(principal)
    const account = `provider_payable:${principal.organisation}`
    return sql`(${own} or ledger_entries.account = ${account})`
  })

const entryId = /^(\d{1,19}):(\d{1,9})$/
export const entryIdOf = ({ position, leg }: LedgerEntryRow): string => `${position}:${leg}`

export const billingLoaders = (db: ReadDb, caller: Caller) => ({
  wallets: byId(
    (ids) =>
      db
        .selectFrom('wallets')
        .selectAll()
        .where('wallet_id', 'in', ids)
        .where(walletIsVisible(caller))
        .execute(),
    ({ wallet_id }) => wallet_id,
  ),
  entries: byId(async (ids) => {
    const keys = ids.flatMap((id) => {
      const [, position, leg] = entryId.exec(id) ?? []
      return position === undefined || leg === undefined || BigInt(position) >= 2n ** 63n
        ? []
        : [sql`(${position}::bigint, ${leg}::integer)`]
    })
    if (keys.length === 0) return []
    return db
      .selectFrom('ledger_entries')
      .selectAll()
      .where(sql<boolean>`(position, leg) in (${sql.join(keys)})`)
      .where(entryIsVisible(caller))
      .execute()
  }, entryIdOf),
  entriesOfWallet: children(
    db,
    'text',
    (parent) =>
      parent
        .selectFrom('ledger_entries')
        .selectAll()
        .whereRef('ledger_entries.wallet_id', '=', 'parent.id'),
    (row) => ledgerKey(row),
  ),
})

export type LedgerFilter = {
  readonly walletId?: string | null | undefined
  readonly account?: string | null | undefined
  readonly jobId?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

export const readEntries = (
  db: ReadDb,
  caller: Caller,
  filter: LedgerFilter,
  page: PageRequest,
) => {
  let query = db.selectFrom('ledger_entries').selectAll().where(entryIsVisible(caller))
  if (filter.walletId != null) query = query.where('wallet_id', '=', filter.walletId)
  if (filter.account != null) query = query.where('account', '=', filter.account)
  if (filter.jobId != null) query = query.where('job_id', '=', uuidArgument('jobId', filter.jobId))
  if (filter.from != null) query = query.where('at', '>=', filter.from)
  if (filter.before != null) query = query.where('at', '<', filter.before)
  return takePage(query, page).execute()
}

export const readWallets = (db: ReadDb, caller: Caller, page: PageRequest) =>
  takePage(db.selectFrom('wallets').selectAll().where(walletIsVisible(caller)), page).execute()
