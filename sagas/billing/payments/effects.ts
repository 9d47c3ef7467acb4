import type { DisputeOutcome } from '../../../domain/billing/payments/dispute-events.ts'
import type { FindingCode } from '../../../domain/billing/payments/finding.ts'
import type { Operation } from '../../../domain/billing/payments/payment-events.ts'
import type { Money } from '../../../domain/shared/money.ts'

/** What is asked of the payment provider: one at a time, and nothing more while the outcome of one is unknown. */
export type ProviderEffect =
  | { readonly kind: 'createPayment'; readonly paymentId: string }
  | { readonly kind: 'confirmPayment'; readonly paymentId: string; readonly attemptId: string }
  | { readonly kind: 'capturePayment'; readonly paymentId: string }
  | { readonly kind: 'cancelPayment'; readonly paymentId: string }
  | { readonly kind: 'createRefund'; readonly paymentId: string; readonly refundId: string }
  /** Takes in what the provider shows of the payment, its refunds and its disputes. */
  | { readonly kind: 'lookAtPayment'; readonly paymentId: string }

type OfWallet = { readonly organisation: string; readonly walletId: string; readonly amount: Money }

/** What the wallet books: each once under its id, one after the other. */
export type BookingEffect =
  | ({ readonly kind: 'creditWallet'; readonly paymentId: string } & OfWallet)
  | ({ readonly kind: 'settleCapture'; readonly paymentId: string } & OfWallet)
  | ({ readonly kind: 'failCapture'; readonly paymentId: string } & OfWallet)
  | ({
      readonly kind: 'withdraw'
      readonly paymentId: string
      readonly refundId: string
    } & OfWallet)
  | ({ readonly kind: 'settleWithdrawal'; readonly refundId: string } & OfWallet)
  | ({ readonly kind: 'returnWithdrawal'; readonly refundId: string } & OfWallet)
  /** It had left for the card, and the card's bank sent it back. */
  | ({ readonly kind: 'creditReturned'; readonly refundId: string } & OfWallet)
  | ({
      readonly kind: 'openDispute'
      readonly paymentId: string
      readonly disputeId: string
    } & OfWallet)
  | ({
      readonly kind: 'closeDispute'
      readonly disputeId: string
      readonly outcome: DisputeOutcome
    } & OfWallet)

/** What the payment itself is told. */
export type RecordEffect =
  | {
      readonly kind: 'giveUpPayment'
      readonly paymentId: string
      readonly operation: Operation
      readonly code: string
    }
  | { readonly kind: 'cancelWish'; readonly paymentId: string; readonly reason: string }
  | {
      readonly kind: 'failRefund'
      readonly paymentId: string
      readonly refundId: string
      readonly code: string
    }
  | {
      readonly kind: 'reportPayment'
      readonly paymentId: string
      readonly code: FindingCode
      readonly detail: string
      readonly about: string
    }

/** The names are stored: they never change. */
export type PaymentEffect = ProviderEffect | BookingEffect | RecordEffect
