import type { JournalEntry } from '../../../domain/billing/ledger/journal.ts'
import type { Posting } from '../../../domain/billing/ledger/postings.ts'
import type { Side } from '../../../domain/billing/ledger/chart.ts'

/** One leg of a transaction; debits and credits of a transaction are equal. Amounts are whole minor units, as strings. */
export type LedgerEntryRow = {
  /** With `leg`: the order of the ledger. */
  readonly position: bigint
  readonly leg: number
  readonly transaction_id: string
  readonly account: string
  readonly side: Side
  readonly amount: string
  readonly asset: string
  readonly event_type: string
  readonly wallet_id: string | null
  /** Null where the hub adjusts its own books. */
  readonly organisation: string | null
  readonly job_id: string | null
  readonly hold_id: string | null
  readonly charge_id: string | null
  readonly payment_id: string | null
  readonly refund_id: string | null
  readonly dispute_id: string | null
  readonly bill_id: string | null
  readonly payout_id: string | null
  /** Of an operator's adjusting entry. */
  readonly entry_id: string | null
  readonly recorded_at: Date
  readonly booked_at: Date
  readonly stream: string
  readonly revision: bigint
}

/** Running totals of an account; per asset all debits equal all credits. */
export type LedgerAccountRow = {
  readonly account: string
  readonly asset: string
  readonly type: string
  readonly owner: string | null
  readonly normal: Side
  readonly debits: string
  readonly credits: string
  readonly position: bigint
}

/** An operator's adjusting entry. */
export type JournalEntryRow = {
  readonly entry_id: string
  readonly status: Exclude<JournalEntry['status'], 'ABSENT'>
  readonly asset: string
  /** As prepared while it is pending, as posted after that. */
  readonly legs: readonly Posting[]
  readonly reason: string
  /** Why it was posted, voided or reversed. */
  readonly resolution: string | null
  readonly entered_by: string
  readonly entered_at: Date
  readonly booked_at: Date
  readonly expires_at: Date | null
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type LedgerTables = {
  readonly journal_entries: JournalEntryRow
  readonly ledger_entries: LedgerEntryRow
  readonly ledger_accounts: LedgerAccountRow
}
