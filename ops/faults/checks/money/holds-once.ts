import type { WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import { wallet } from '../../../../domain/billing/wallet/wallet.ts'
import { dataOf } from '../streams.ts'
import { inCategory, twice, type LogCheck } from './log-check.ts'

/** Invariant 3: a hold is made once and resolved at most once; what was posted and what came back are what was held. */
export const holdsOnce: LogCheck = ({ log }) => {
  const events = inCategory(log, wallet.category)
  const held = dataOf<WalletEvent, 'FundsHeld'>(events, 'FundsHeld')
  const captured = dataOf<WalletEvent, 'HoldCaptured'>(events, 'HoldCaptured')
  const released = dataOf<WalletEvent, 'HoldReleased'>(events, 'HoldReleased')
  const spent = dataOf<WalletEvent, 'HoldSpent'>(events, 'HoldSpent')
  const amounts = new Map(held.map(({ holdId, amount }) => [holdId, BigInt(amount)]))
  const resolved = [
    ...[...captured, ...spent].map(({ holdId, amount, released: rest }) => ({
      holdId,
      sum: BigInt(amount) + BigInt(rest),
    })),
    ...released.map(({ holdId, amount }) => ({ holdId, sum: BigInt(amount) })),
  ]
  return [
    ...twice(held.map(({ holdId }) => holdId)).map((id) => `hold ${id} was made twice`),
    ...twice(resolved.map(({ holdId }) => holdId)).map((id) => `hold ${id} was resolved twice`),
    ...resolved.flatMap(({ holdId, sum }) =>
      amounts.get(holdId) === sum
        ? []
        : [
            `hold ${holdId}: ${sum.toString()} left it, and it was of ${amounts.get(holdId)?.toString() ?? 'nothing'}`,
          ],
    ),
  ]
}
