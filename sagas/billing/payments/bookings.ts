import { money } from '../../../domain/shared/money.ts'
import type {
  ExistingPayment,
  PaymentEvent,
} from '../../../domain/billing/payments/payment-state.ts'
import type { BookingEffect, RecordEffect } from './effects.ts'

type Follows = readonly (BookingEffect | RecordEffect)[]

/**
 * What the wallet has to book for an event of a payment. A bill books its payments itself. `state`: with the event.
 * `withdrawn`: of these refunds the wallet has given the money.
 */
export const bookingsOf = (
  event: PaymentEvent,
  state: ExistingPayment,
  withdrawn: readonly string[],
): Follows => {
  const { paymentId, organisation, walletId, asset } = state
  if (walletId === undefined) return []
  const of = (amount: bigint) => ({ organisation, walletId, amount: money(amount, asset) })
  switch (event.type) {
    case 'PaymentSucceeded':
      return taken(state, of)
    case 'PaymentCancelled':
      return state.captureRequested === undefined
        ? []
        : [{ kind: 'failCapture', paymentId, ...of(state.captureRequested) }]
    case 'PaymentRefundRequested': {
      const { refundId, amount } = event.data
      return [{ kind: 'withdraw', paymentId, refundId, ...of(BigInt(amount.amount)) }]
    }
    case 'PaymentRefundSucceeded': {
      const { refundId, amount } = event.data
      return [{ kind: 'settleWithdrawal', refundId, ...of(BigInt(amount.amount)) }]
    }
    case 'PaymentRefundFailed': {
      const { refundId, amount, afterSuccess } = event.data
      if (!withdrawn.includes(refundId)) return []
      const kind = afterSuccess ? 'creditReturned' : 'returnWithdrawal'
      return [{ kind, refundId, ...of(BigInt(amount.amount)) }]
    }
    case 'PaymentDisputeOpened': {
      const { disputeId, amount } = event.data
      return amount.amount === '0'
        ? []
        : [{ kind: 'openDispute', paymentId, disputeId, ...of(BigInt(amount.amount)) }]
    }
    case 'PaymentDisputeClosed': {
      const { disputeId, amount, outcome } = event.data
      return amount.amount === '0'
        ? []
        : [{ kind: 'closeDispute', disputeId, outcome, ...of(BigInt(amount.amount)) }]
    }
    default:
      return []
  }
}

type Of = (amount: bigint) => Pick<BookingEffect, 'organisation' | 'walletId' | 'amount'>

/** A top-up is credit. Of a job the card pays what was asked of it; what it paid beyond that is the customer's credit. */
const taken = (state: ExistingPayment, of: Of): Follows => {
  const { paymentId, captured, purpose, captureRequested = 0n } = state
  if (purpose.kind === 'TOP_UP') return [{ kind: 'creditWallet', paymentId, ...of(captured) }]
  const settled = captured < captureRequested ? captured : captureRequested
  const beyond = captured - settled
  const missing = captureRequested - settled
  return [
    ...(settled > 0n ? [{ kind: 'settleCapture', paymentId, ...of(settled) } as const] : []),
    ...(missing > 0n ? [{ kind: 'failCapture', paymentId, ...of(missing) } as const] : []),
    ...(beyond > 0n
      ? [
          { kind: 'creditWallet', paymentId, ...of(beyond) } as const,
          {
            kind: 'reportPayment',
            paymentId,
            code: 'AMOUNT_MISMATCH',
            detail: `The card paid ${captured} ${state.asset}, of which ${beyond} was never asked for: it is credit now.`,
            about: 'captured',
          } as const,
        ]
      : []),
  ]
}
