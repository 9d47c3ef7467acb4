import { z } from 'zod'

/** An asset and the number of decimals of its minor unit: "USD/2" counts cents, "QVT/18" wei. */
export const Asset = z.string().regex(/^[A-Z][A-Z0-9]{2,9}\/(?:[0-9]|1[0-9])$/)
export type Asset = z.output<typeof Asset>

/** A non-negative whole number of minor units, as a decimal string without leading zeros; at most 36 digits. */
export const MinorUnits = z.string().regex(/^(?:0|[1-9][0-9]{0,35})$/)

export const Money = z.strictObject({ amount: MinorUnits, asset: Asset })
export type Money = z.output<typeof Money>

export const money = (amount: bigint, asset: string): Money => {
  if (amount < 0n) throw new RangeError(`money is never negative: ${amount.toString()} ${asset}`)
  return { amount: amount.toString(), asset }
}

export const amountOf = (value: Money): bigint => BigInt(value.amount)

export const scaleOf = (asset: string): number => Number(asset.slice(asset.indexOf('/') + 1))

/** How the hub counts what it knows. A wallet counts in the scale of its first event for ever. */
const scales: Readonly<Record<string, number>> = { USD: 2, EUR: 2, QVT: 18 }

/** In another scale than the hub's: a wallet opened in it would refuse all others, and take no money of theirs. */
export const isOddlyScaled = (asset: string): boolean => {
  const scale = scales[asset.slice(0, asset.indexOf('/'))]
  return scale !== undefined && scale !== scaleOf(asset)
}

/**
 * Splits a whole into parts proportional to the weights by the largest-remainder method: the parts always add up to the
 * whole, and none is off by a minor unit or more.
 */
export const allocate = (whole: bigint, weights: readonly bigint[]): readonly bigint[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (whole < 0n || total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('allocate needs a non-negative whole and weights with a positive sum')
  const parts = weights.map((weight) => (whole * weight) / total)
  const left = Number(whole - parts.reduce((sum, part) => sum + part, 0n))
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % total }))
    .sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
    )
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}
