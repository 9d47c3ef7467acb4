import { fineScale } from '../budgets/fine.ts'
import type { TokenPrice } from './route.ts'

/** Rates have at most six decimals and are of a million tokens: twelve decimals hold every token's price exactly. */
const rateDecimals = 6
const tokenDecimals = 12

const microsOf = (rate: string): bigint => {
  const [whole = '0', fraction = ''] = rate.split('.')
  return BigInt(whole + fraction.padEnd(rateDecimals, '0'))
}

/** What so many tokens cost in fine units: in·perMillionIn + out·perMillionOut, exact, then rounded up once. */
export const costInFine = (
  { perMillionIn, perMillionOut }: Pick<TokenPrice, 'perMillionIn' | 'perMillionOut'>,
  tokensIn: number,
  tokensOut: number,
): bigint => {
  const exact =
    microsOf(perMillionIn) * BigInt(tokensIn) + microsOf(perMillionOut) * BigInt(tokensOut)
  const units = 10n ** BigInt(tokenDecimals - fineScale)
  return (exact + units - 1n) / units
}

export const compareRates = (one: string, other: string): number => {
  const difference = microsOf(one) - microsOf(other)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
