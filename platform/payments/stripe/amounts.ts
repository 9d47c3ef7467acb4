import type { Money } from '../../../domain/shared/money.ts'
import { cardScaleOf, largestPayment } from '../currencies.ts'

export type Charged = { readonly amount: number; readonly currency: string }

/** An amount as the provider takes it; undefined for what it cannot be asked for. */
export const chargedOf = ({ amount, asset }: Money): Charged | undefined => {
  const [code = '', scale] = asset.split('/')
  if (scale !== cardScaleOf(code)?.toString()) return undefined
  const units = BigInt(amount)
  return units < 1n || units > largestPayment
    ? undefined
    : { amount: Number(units), currency: code.toLowerCase() }
}

export const moneyOf = (amount: number, currency: string): Money => ({
  amount: String(amount),
  asset: `${currency.toUpperCase()}/${cardScaleOf(currency.toUpperCase()) === 0 ? 0 : 2}`,
})

/** The provider counts seconds since the epoch. */
export const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** The hub's clock and the provider's may differ by so much. */
const skewSeconds = 300

/** The first page of a listing of what was made then or later. */
export const madeSince = (since: string) => ({
  limit: 100,
  created: { gte: Math.max(0, Math.floor(Date.parse(since) / 1000) - skewSeconds) },
})
