import type { CommissionScope } from '../../../domain/billing/payees/commission.ts'
import type { PayoutStatus } from '../../../domain/billing/payees/payee-state.ts'
import type { SettlementSum } from '../../../domain/billing/payees/settlement.ts'
import type {
  OnboardingState,
  PayoutAsset,
  PayoutSchedule,
} from '../../../domain/billing/payees/values.ts'

export type PayeeRow = {
  readonly organisation: string
  readonly onboarding: OnboardingState
  readonly account_id: string | null
  readonly country: string | null
  readonly requirements_due: readonly string[]
  readonly schedule: PayoutSchedule
  readonly minimums: readonly { readonly asset: PayoutAsset; readonly amount: string }[]
  readonly hold_back_days: number
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type PayeeBalanceRow = {
  readonly organisation: string
  readonly asset: string
  /** matured + all that is maturing; either may be less than nothing. */
  readonly total: string
  readonly matured: string
  readonly maturing: readonly { readonly availableAt: string; readonly amount: string }[]
  readonly in_transit: string
  readonly settled_to: bigint
  readonly position: bigint
}

export type PayoutRow = {
  readonly payout_id: string
  readonly organisation: string
  readonly asset: string
  readonly amount: string
  readonly status: PayoutStatus
  readonly why: 'SCHEDULED' | 'ASKED_FOR'
  readonly account_id: string
  /** What the provider calls it. */
  readonly reference: string | null
  /** Why it failed or came back. */
  readonly code: string | null
  readonly requested_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type PayeeEntryRow = {
  readonly position: bigint
  readonly organisation: string
  readonly asset: string
  readonly kind: 'EARNINGS' | 'PAYOUT' | 'PAYOUT_FAILED' | 'PAYOUT_RETURNED'
  readonly gross: string
  readonly commission: string
  readonly refunded: string
  /** What it did to the balance. */
  readonly amount: string
  /** The balance after it. */
  readonly balance: string
  readonly available_at: Date | null
  readonly run_id: string | null
  readonly payout_id: string | null
  readonly at: Date
}

export type SettlementRunRow = {
  readonly run_id: string
  readonly from_position: bigint
  readonly to_position: bigint
  readonly sums: readonly SettlementSum[]
  readonly begun_at: Date
  readonly completed_at: Date | null
  readonly created_position: bigint
  readonly position: bigint
}

export type CommissionRuleRow = {
  readonly rule_id: string
  readonly scope: CommissionScope
  readonly basis_points: number
  readonly valid_from: Date
  readonly valid_until: Date | null
  readonly note: string | null
  readonly created_position: bigint
  readonly position: bigint
}

export type PayeeTables = {
  readonly payees: PayeeRow
  readonly payee_balances: PayeeBalanceRow
  readonly payouts: PayoutRow
  readonly payee_entries: PayeeEntryRow
  readonly settlement_runs: SettlementRunRow
  readonly commission_rules: CommissionRuleRow
}
