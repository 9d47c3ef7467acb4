import { wallet, type WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import { payee } from '../../../../domain/billing/payees/payee.ts'
import { usageKey } from '../../../../domain/billing/metering/usage-key.ts'
import { dataOf } from '../streams.ts'
import { inCategory, placeOf, twice, type LogCheck } from './log-check.ts'

/** Streams that one event begins and ends: reservations of something that happens once for ever. */
const single = [usageKey.category, 'providerNotice']

/** Invariants 12 and 13: what has an id of its own happens once under it, in all books and all wallets together. */
export const once: LogCheck = ({ log }) => {
  const events = inCategory(log, wallet.category)
  const of = <Type extends WalletEvent['type']>(type: Type) =>
    dataOf<WalletEvent, Type>(events, type)
  const payouts = inCategory(log, payee.category).filter(({ type }) => type === 'PayoutRequested')
  const ids = [
    ...of('CreditedFromPayment').map(({ paymentId }) => `credit of payment ${paymentId}`),
    ...of('CardCaptureSettled').map(({ paymentId }) => `settling of payment ${paymentId}`),
    ...of('CardCaptureFailed').map(({ paymentId }) => `failing of payment ${paymentId}`),
    ...of('WithdrawalStarted').map(({ refundId }) => `withdrawal ${refundId}`),
    ...of('WithdrawalSettled').map(({ refundId }) => `settling of withdrawal ${refundId}`),
    ...of('WithdrawalReturned').map(({ refundId }) => `return of withdrawal ${refundId}`),
    ...of('DisputeOpened').map(({ disputeId }) => `dispute ${disputeId}`),
    ...of('DisputeClosed').map(({ disputeId }) => `closing of dispute ${disputeId}`),
    ...of('WalletCharged').map(({ chargeId }) => `charge ${chargeId}`),
    ...of('WalletChargeRefunded').map(({ refundId }) => `refund ${refundId}`),
    ...of('CreditGranted').map(({ grantId }) => `grant ${grantId}`),
    ...of('CreditReversed').map((each) => `reversal of credit ${each.reversedTransactionId}`),
    ...payouts.map(({ data }) => `payout ${String((data as { payoutId: unknown }).payoutId)}`),
  ]
  return [
    ...twice(ids).map((what) => `${what} took place twice`),
    ...single
      .flatMap((category) => inCategory(log, category))
      .filter(({ revision }) => revision > 0n)
      .map((event) => `${placeOf(event)}: it was claimed before`),
  ]
}
