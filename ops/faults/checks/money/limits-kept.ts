import { wallet, type WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import { dataOf } from '../streams.ts'
import { add, inCategory, type LogCheck, type Sums } from './log-check.ts'

/** Invariant 4: nothing gives back more than was taken: of a hold, a charge, a card's payment, a bill. */
export const limitsKept: LogCheck = ({ log }) => {
  const events = inCategory(log, wallet.category)
  const taken: Sums = new Map()
  const given: Sums = new Map()
  const of = <Type extends WalletEvent['type']>(type: Type) =>
    dataOf<WalletEvent, Type>(events, type)
  for (const each of of('HoldCaptured')) add(taken, `hold ${each.holdId}`, BigInt(each.amount))
  for (const each of of('ChargeRefunded')) add(given, `hold ${each.holdId}`, BigInt(each.amount))
  for (const each of of('WalletCharged')) add(taken, `charge ${each.chargeId}`, BigInt(each.amount))
  for (const each of of('WalletChargeRefunded'))
    add(given, `charge ${each.chargeId}`, BigInt(each.amount))
  for (const each of of('WalletBillPaid')) add(taken, `bill ${each.billId}`, BigInt(each.amount))
  for (const each of of('WalletBillRefunded'))
    add(given, `bill ${each.billId}`, BigInt(each.amount))
  for (const each of [...of('CreditedFromPayment'), ...of('CardCaptureSettled')])
    add(taken, `payment ${each.paymentId}`, BigInt(each.amount))
  const returned = new Set(of('WithdrawalReturned').map(({ refundId }) => refundId))
  for (const each of of('WithdrawalStarted'))
    if (!returned.has(each.refundId)) add(given, `payment ${each.paymentId}`, BigInt(each.amount))
  const won = new Set(
    of('DisputeClosed').flatMap(({ disputeId, outcome }) => (outcome === 'WON' ? disputeId : [])),
  )
  for (const each of of('DisputeOpened'))
    if (!won.has(each.disputeId)) add(given, `payment ${each.paymentId}`, BigInt(each.amount))
  // What a card authorised is what was held of it: no more is ever captured, settled or owed.
  const backed: Sums = new Map()
  const settled: Sums = new Map()
  for (const { backing, amount } of of('HoldCaptured'))
    if (backing !== undefined) add(backed, backing, BigInt(amount))
  for (const { paymentId, amount } of [...of('CardCaptureSettled'), ...of('CardCaptureFailed')])
    add(settled, paymentId, BigInt(amount))
  return [
    ...[...given].flatMap(([what, sum]) => {
      const most = taken.get(what) ?? 0n
      return sum <= most
        ? []
        : [`${what}: ${sum.toString()} went back, ${most.toString()} was taken`]
    }),
    ...[...settled].flatMap(([paymentId, sum]) => {
      const most = backed.get(paymentId) ?? 0n
      return sum <= most
        ? []
        : [`payment ${paymentId}: ${sum.toString()} was settled, ${most.toString()} captured`]
    }),
  ]
}
