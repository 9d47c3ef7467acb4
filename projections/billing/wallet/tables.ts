import type { z } from 'zod'
import type {
  Applicability,
  GrantCategory,
  Rollover,
} from '../../../domain/billing/wallet/grant-events.ts'
import type { storedEntries } from '../../../domain/billing/wallet/entries.ts'
import type { Grant } from '../../../domain/billing/wallet/grants.ts'
import type { Counted, Spender } from '../../../domain/billing/wallet/limits.ts'

/** Credit with conditions. Amounts are whole minor units of the asset, as decimal strings. */
export type CreditGrantRow = {
  readonly grant_id: string
  readonly wallet_id: string
  readonly organisation: string
  readonly asset: string
  readonly status: Grant['status']
  readonly category: GrantCategory
  readonly priority: number
  readonly effective_at: Date
  readonly expires_at: Date | null
  readonly applicability: Applicability | null
  readonly rollover: Rollover | null
  readonly rolled_over: number
  readonly granted: string
  readonly remaining: string
  readonly reason: string
  readonly granted_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type StoredLimit = z.output<(typeof storedEntries)['limits']>

/** All limits of a wallet. */
export type WalletLimitsRow = {
  readonly wallet_id: string
  readonly organisation: string
  readonly limits: readonly StoredLimit[]
  readonly position: bigint
}

/** A hold, or a charge without one. */
export type WalletSpendingRow = {
  readonly spending_id: string
  readonly kind: 'HOLD' | 'CHARGE'
  readonly wallet_id: string
  readonly organisation: string
  readonly asset: string
  readonly status: 'OPEN' | 'TAKEN' | 'RELEASED'
  /** The job, or the subscription. */
  readonly subject_id: string
  readonly amount: string
  readonly taken: string
  readonly refunded: string
  readonly payment_id: string | null
  readonly spender: Spender | null
  readonly counted: Counted
  readonly expires_at: Date | null
  readonly at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type WalletTables = {
  readonly credit_grants: CreditGrantRow
  readonly wallet_limits: WalletLimitsRow
  readonly wallet_spendings: WalletSpendingRow
}
