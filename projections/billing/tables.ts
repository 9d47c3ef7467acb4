import type { WalletEvent } from '../../domain/billing/wallet.ts'
import type { Posting } from '../../domain/billing/postings.ts'

/** Amounts are whole minor units of the asset, as decimal strings. */
export type WalletRow = {
  readonly wallet_id: string
  readonly organisation: string
  readonly asset: string
  readonly available: string
  readonly held: string
  readonly opened_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** One leg of a transaction; debits and credits of a transaction are equal. */
export type LedgerEntryRow = {
  /** With `leg`: the order of the ledger. */
  readonly position: bigint
  readonly leg: number
  readonly transaction_id: string
  readonly account: string
  readonly side: Posting['side']
  readonly amount: string
  readonly asset: string
  readonly event_type: WalletEvent['type']
  readonly wallet_id: string
  readonly organisation: string
  readonly job_id: string | null
  readonly hold_id: string | null
  readonly at: Date
  readonly stream: string
  readonly revision: bigint
}

/** Running totals of an account; per asset all debits equal all credits. */
export type LedgerAccountRow = {
  readonly account: string
  readonly asset: string
  readonly debits: string
  readonly credits: string
  readonly position: bigint
}

export type BillingTables = {
  readonly wallets: WalletRow
  readonly ledger_entries: LedgerEntryRow
  readonly ledger_accounts: LedgerAccountRow
}
