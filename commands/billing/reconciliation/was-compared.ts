import type { Difference } from '../../../domain/billing/reconciliation/difference.ts'
import { exhausted } from '../../../domain/shared/values.ts'

/** What a comparison has looked at on both sides: the hub's ids of payments and transfers, and the provider's ids. */
export type Compared = {
  readonly payments: ReadonlySet<string>
  readonly transfers: ReadonlySet<string>
  readonly listed: ReadonlySet<string>
}

/**
 * Whether a difference that was not found this time is gone. Of what was left out, because it is older than the period, or
 * has moved just now, nobody knows.
 */
export const wasCompared = (
  { code, subject, paymentId, providerId = subject }: Difference,
  { payments, transfers, listed }: Compared,
): boolean => {
  const isOurs = paymentId === undefined || payments.has(paymentId)
  switch (code) {
    case 'PAYMENT_MISSING':
    case 'PAYMENT_AMOUNT_DIFFERS':
    case 'PAYMENT_STATE_DIFFERS':
    case 'PAYMENT_CAPTURE_DIFFERS':
    case 'PAYMENT_UNRESOLVED':
    case 'REFUND_MISSING':
      return isOurs
    case 'PROVIDER_PAYMENT_UNKNOWN':
    case 'PROVIDER_PAYMENT_DUPLICATED':
    case 'PROVIDER_REFUND_UNKNOWN':
    case 'REFUND_AMOUNT_DIFFERS':
    case 'REFUND_STATE_DIFFERS':
    case 'PROVIDER_DISPUTE_UNKNOWN':
    case 'DISPUTE_STATE_DIFFERS':
    case 'PROVIDER_TRANSFER_UNKNOWN':
      return isOurs && listed.has(providerId)
    case 'TRANSFER_AMOUNT_DIFFERS':
    case 'TRANSFER_MISSING':
      return transfers.has(subject)
    // No difference of books: what raised it clears it.
    case 'BILLING_HELD_UP':
    case 'PAYOUT_HELD_UP':
    case 'CHAIN_BALANCE_DIFFERS':
      return false
    default:
      return exhausted(code)
  }
}
