import { type RawBuilder, sql } from 'kysely'
import type { LedgerEntryRow } from '../../../projections/billing/ledger/tables.ts'
import type { SortOrder } from '../../pagination/keyset.ts'
import { byId, byUuid, children } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const ledgerOrder: SortOrder = {
  name: 'ledger',
  columns: [
    { column: 'position', type: 'bigint' },
    { column: 'leg', type: 'integer' },
  ],
}

export const ledgerKey = ({ position, leg }: LedgerEntryRow): readonly string[] => [
  position.toString(),
  leg.toString(),
]

/** Entries of the own organisation, and those of what is owed to it, as a provider or a seller. */
export const entryIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', (principal) => {
    const own = ownedBy('ledger_entries.organisation')(principal)
    const { organisation } = principal
    const owed = sql`(${`provider_payable:${organisation}`}, ${`seller_payable:${organisation}`})`
    return sql`(${own} or ledger_entries.account in ${owed})`
  })

const entryId = /^(\d{1,19}):(\d{1,9})$/
export const entryIdOf = ({ position, leg }: LedgerEntryRow): string => `${position}:${leg}`

export const ledgerLoaders = (db: ReadDb, caller: Caller) => ({
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
  /** Operators' alone. */
  journalEntries: byUuid(
    (ids) =>
      db
        .selectFrom('journal_entries')
        .selectAll()
        .where('entry_id', 'in', ids)
        .where(visible(caller, 'billing:read', () => sql`false`))
        .execute(),
    ({ entry_id }) => entry_id,
  ),
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
