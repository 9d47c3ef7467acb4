import { scaleOf, type Money } from '../../shared/money.ts'

/** What one whole QVT costs in whole units of the other asset: a decimal number as text, exact. */
export type Price = { readonly asset: string; readonly price: string; readonly at: string }

/** Positive, at most 18 digits behind the point. */
export const decimalPrice = /^(?=.*[1-9])(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?$/

type Fraction = { readonly over: bigint; readonly under: bigint }

const fractionOf = (decimal: string): Fraction => {
  const [whole = '0', digits = ''] = decimal.split('.')
  return { over: BigInt(whole + digits), under: 10n ** BigInt(digits.length) }
}

const tokenScale = 18

/**
 * What an amount is worth on the other side at this price, in minor units, rounded down: a customer is never given more
 * than they paid for.
 */
export const convert = (
  amount: bigint,
  from: string,
  to: string,
  { price, asset }: Price,
): bigint => {
  const { over, under } = fractionOf(price)
  const unit = 10n ** BigInt(scaleOf(asset))
  const token = 10n ** BigInt(tokenScale)
  if (from === asset && to !== asset) return (amount * token * under) / (over * unit)
  if (to === asset && from !== asset) return (amount * over * unit) / (under * token)
  throw new RangeError(`a price in ${asset} says nothing of ${from} and ${to}`)
}

/** The hub's part of what is sold, rounded up. */
export const feeOf = ({ amount }: Money, basisPoints: number): bigint =>
  (BigInt(amount) * BigInt(basisPoints) + 9_999n) / 10_000n
