import { chargedBackOf } from '../../../../domain/billing/payments/dispute-state.ts'
import { payment } from '../../../../domain/billing/payments/payment.ts'
import { statusOf } from '../../../../domain/billing/payments/payment-state.ts'
import { refundedOf } from '../../../../domain/billing/payments/refund-state.ts'
import { wallet, type WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import { dataOf, statesOf, streamsOf } from '../streams.ts'
import { inCategory, placeOf, type LogCheck } from './log-check.ts'

/** What asks the provider for something. */
const asks: ReadonlySet<string> = new Set([
  'PaymentConfirmationRequested',
  'PaymentCaptureRequested',
  'PaymentRefundRequested',
])

/**
 * Invariants 4 and 11: nothing is asked of the provider while it is unknown what became of the last time; what went back is
 * at most what was captured, and that at most what was wished for; wallets are credited with what was captured.
 */
export const paymentsKnown: LogCheck = ({ log }) => {
  const captured = new Map<string, bigint>()
  const ofPayments = [...streamsOf(log, payment.category)].flatMap(([paymentId, events]) => {
    const states = statesOf(payment, events)
    const last = states.at(-1)
    if (last?.kind !== 'existing') return [`payment ${paymentId} was never requested`]
    captured.set(paymentId, last.captured)
    // What the card's bank sent back comes in again under the refund's own id.
    for (const [refundId, { amount, status }] of Object.entries(last.refunds))
      if (status === 'FAILED') captured.set(refundId, amount)
    const blind = events.filter((event, index) => {
      const before = states[index]
      return asks.has(event.type) && before?.kind === 'existing' && statusOf(before) === 'UNKNOWN'
    })
    const back = refundedOf(last.refunds) + chargedBackOf(last.disputes)
    return [
      ...blind.map((event) => `${placeOf(event)}: asked while the outcome before was unknown`),
      ...(last.captured <= last.amount
        ? []
        : [
            `payment ${paymentId}: ${last.captured.toString()} captured of ${last.amount.toString()}`,
          ]),
      ...(back <= last.captured
        ? []
        : [
            `payment ${paymentId}: ${back.toString()} went back of ${last.captured.toString()} captured`,
          ]),
    ]
  })
  const credits = dataOf<WalletEvent, 'CreditedFromPayment'>(
    inCategory(log, wallet.category),
    'CreditedFromPayment',
  ).flatMap(({ paymentId, walletId, amount }) => {
    const there = captured.get(paymentId) ?? 0n
    return BigInt(amount) <= there
      ? []
      : [
          `wallet ${walletId} was credited with ${amount} of payment ${paymentId}, which captured ${there.toString()}`,
        ]
  })
  return [...ofPayments, ...credits]
}
