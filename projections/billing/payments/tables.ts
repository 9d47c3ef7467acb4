import type { PaymentMethods } from '../../../domain/billing/payments/methods.ts'
import type { CaptureMode, Purpose } from '../../../domain/billing/payments/payment-events.ts'
import type { PaymentStatus } from '../../../domain/billing/payments/payment-state.ts'
import type { RefundStatus } from '../../../domain/billing/payments/refund-state.ts'
import type { Json } from '../../../domain/shared/json.ts'

export type AttemptEntry = {
  readonly attemptId: string
  readonly methodId?: string
  readonly at: string
  /** The provider's word for why not. */
  readonly declined?: string
}
export type RefundEntry = {
  readonly refundId: string
  readonly amount: string
  readonly status: RefundStatus
}
export type DisputeEntry = {
  readonly disputeId: string
  readonly amount: string
  readonly status: 'OPEN' | 'WON' | 'LOST'
}

/** Amounts are whole minor units of the asset, as decimal strings. */
export type PaymentRow = {
  readonly payment_id: string
  readonly organisation: string
  readonly user_id: string
  readonly purpose: Purpose['kind']
  readonly wallet_id: string | null
  readonly job_id: string | null
  readonly bill_id: string | null
  readonly asset: string
  readonly amount: string
  readonly capture: CaptureMode
  readonly status: PaymentStatus
  readonly authorised: string
  readonly captured: string
  readonly refunded: string
  readonly charged_back: string
  readonly cancelled_for: string | null
  readonly attempts: readonly AttemptEntry[]
  readonly refunds: readonly RefundEntry[]
  readonly disputes: readonly DisputeEntry[]
  /** Codes of what a person has to look at. */
  readonly findings: readonly string[]
  readonly requested_at: Date
  readonly changed_at: Date
  /** As the domain folds it, packed: what the next event is applied to. */
  readonly folded: Json
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type SavedCardEntry = {
  readonly methodId: string
  readonly brand: string
  readonly last4: string
  readonly expiryMonth: number
  readonly expiryYear: number
  readonly isDefault: boolean
}

/** What an organisation can pay with. */
export type SavedCardsRow = {
  readonly organisation: string
  readonly default_id: string | null
  readonly cards: readonly SavedCardEntry[]
  readonly folded: PaymentMethods
  readonly revision: bigint
  readonly position: bigint
}

export type PaymentTables = {
  readonly payments: PaymentRow
  readonly saved_cards: SavedCardsRow
}
