import type { LedgerTables } from './ledger/tables.ts'
import type { PayeeTables } from './payees/tables.ts'
import type { WalletTables } from './wallet/tables.ts'
import type { StoredAutoTopUp } from './wallet/auto-top-up.ts'

/** Amounts are whole minor units of the asset, as decimal strings. */
export type WalletRow = {
  readonly wallet_id: string
  readonly organisation: string
  readonly asset: string
  readonly available: string
  readonly held: string
  readonly debt: string
  readonly auto_top_up: StoredAutoTopUp | null
  readonly opened_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type BillingTables = LedgerTables &
  PayeeTables &
  WalletTables & {
    readonly wallets: WalletRow
  }
