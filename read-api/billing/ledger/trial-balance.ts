import { sql } from 'kysely'
import type { LedgerAccountRow } from '../../../projections/billing/ledger/tables.ts'
import type { ReadDb } from '../../view/db.ts'

export type AccountTotals = Omit<LedgerAccountRow, 'position'>
export type AssetBalance = {
  readonly asset: string
  readonly debits: bigint
  readonly credits: bigint
  readonly accounts: readonly AccountTotals[]
}

/** A point in both times of the ledger; every member that is given must hold for an entry to count. */
export type LedgerPoint = {
  /** Recorded at this position of the log or before. */
  readonly position?: bigint | null | undefined
  readonly recordedUntil?: Date | null | undefined
  readonly bookedUntil?: Date | null | undefined
}

const now = (db: ReadDb): Promise<readonly AccountTotals[]> =>
  db.selectFrom('ledger_accounts').selectAll().execute()

/** Summed over the entries up to there: what it costs grows with the ledger. */
const at = (db: ReadDb, point: LedgerPoint): Promise<readonly AccountTotals[]> => {
  const { position, recordedUntil, bookedUntil } = point
  let entries = db
    .selectFrom('ledger_entries')
    .select(['account', 'asset'])
    .select(sql<string>`coalesce(sum(amount) filter (where side = 'DEBIT'), 0)`.as('debits'))
    .select(sql<string>`coalesce(sum(amount) filter (where side = 'CREDIT'), 0)`.as('credits'))
    .groupBy(['account', 'asset'])
  if (position != null) entries = entries.where('position', '<=', position)
  if (recordedUntil != null) entries = entries.where('recorded_at', '<=', recordedUntil)
  if (bookedUntil != null) entries = entries.where('booked_at', '<=', bookedUntil)
  return db
    .selectFrom(entries.as('sums'))
    .innerJoin('ledger_accounts as known', (join) =>
      join.onRef('known.account', '=', 'sums.account').onRef('known.asset', '=', 'sums.asset'),
    )
    .select(['sums.account', 'sums.asset', 'sums.debits', 'sums.credits'])
    .select(['known.type', 'known.owner', 'known.normal'])
    .execute()
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Sums in whole minor units, account by account, so that each figure can be followed. */
export const readTrialBalance = async (
  db: ReadDb,
  point?: LedgerPoint,
): Promise<readonly AssetBalance[]> => {
  const rows = await (point === undefined ? now(db) : at(db, point))
  return [...new Set(rows.map(({ asset }) => asset))].sort(compare).map((asset) => {
    const accounts = rows
      .filter((row) => row.asset === asset)
      .sort((one, other) => compare(one.account, other.account))
    return {
      asset,
      debits: accounts.reduce((sum, row) => sum + BigInt(row.debits), 0n),
      credits: accounts.reduce((sum, row) => sum + BigInt(row.credits), 0n),
      accounts,
    }
  })
}
