import type { Money } from '../../../domain/shared/money.ts'
import type { BillingCard } from '../../../domain/billing/bills/profile.ts'

/** What the billing of a wallet asks for. The names are stored: they never change. */
export type RunEffect =
  | {
      readonly kind: 'closePeriod'
      readonly walletId: string
      readonly organisation: string
      readonly asset: string
      readonly end: string
    }
  | { readonly kind: 'finaliseBill'; readonly billId: string }
  /** Operators are told why it does not go on, and that it does. */
  | {
      readonly kind: 'reportHeldUp'
      readonly walletId: string
      readonly organisation: string
      readonly why: string
    }
  | { readonly kind: 'reportGoingOn'; readonly walletId: string }

/** What a bill asks for, from the day it is issued. `attempt` counts the times that it was to be paid. */
export type CollectionEffect =
  | { readonly kind: 'sendBill'; readonly billId: string }
  | {
      readonly kind: 'payFromWallet'
      readonly billId: string
      readonly organisation: string
      readonly attempt: number
      readonly amount: Money
    }
  | {
      readonly kind: 'payByCard'
      readonly billId: string
      readonly organisation: string
      readonly attempt: number
      readonly amount: Money
      /** Else the one that the organisation has chosen. */
      readonly card?: BillingCard
    }
  | {
      readonly kind: 'recordPayment'
      readonly billId: string
      readonly paymentId: string
      readonly amount: string
    }
  | {
      readonly kind: 'reversePayment'
      readonly billId: string
      readonly reversalId: string
      readonly paymentId: string
      readonly amount: string
      readonly why: 'REFUND' | 'DISPUTE'
    }
  | { readonly kind: 'remind'; readonly billId: string; readonly step: number }
  | { readonly kind: 'giveUp'; readonly billId: string }
  | {
      readonly kind: 'refundWallet'
      readonly billId: string
      readonly organisation: string
      readonly creditId: string
      readonly amount: Money
    }
  | {
      readonly kind: 'refundCard'
      readonly refundId: string
      readonly paymentId: string
      readonly amount: Money
    }
  /** A refund failed, or its money came back. */
  | {
      readonly kind: 'returnRefund'
      readonly billId: string
      readonly refundId: string
      readonly paymentId: string
      readonly amount: string
      readonly afterSuccess: boolean
    }
  /** What no card took back. */
  | {
      readonly kind: 'creditExcess'
      readonly billId: string
      readonly organisation: string
      readonly refundId: string
      readonly amount: Money
    }
  | { readonly kind: 'numberNote'; readonly billId: string; readonly creditNoteId: string }
