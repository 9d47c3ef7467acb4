import { wallet, type WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import { dataOf } from '../streams.ts'
import { inCategory, type LogCheck } from './log-check.ts'

type Split = { readonly what: string; readonly whole: string; readonly parts: readonly string[] }

/** Invariant 6: the shares of every charge and refund add up to the whole, to the minor unit. */
export const splits: LogCheck = ({ log }) => {
  const events = inCategory(log, wallet.category)
  const of = <Type extends WalletEvent['type']>(type: Type) =>
    dataOf<WalletEvent, Type>(events, type)
  const all: readonly Split[] = [
    ...[...of('HoldCaptured'), ...of('ChargeRefunded')].map((each) => ({
      what: `transaction ${each.transactionId} of hold ${each.holdId}`,
      whole: each.amount,
      parts: [each.providerShare, each.commission, each.app?.sellerShare ?? '0'],
    })),
    ...[...of('WalletCharged'), ...of('WalletChargeRefunded')].map((each) => ({
      what: `transaction ${each.transactionId} of charge ${each.chargeId}`,
      whole: each.amount,
      parts: [each.sellerShare, each.commission],
    })),
  ]
  return all.flatMap(({ what, whole, parts }) => {
    const sum = parts.reduce((total, part) => total + BigInt(part), 0n)
    return sum === BigInt(whole) ? [] : [`${what}: shares of ${sum.toString()} of ${whole}`]
  })
}
