import type { AccountType } from './chart.ts'

/** Assets whose money is tokens of a chain; all others are a payment provider's. */
const tokens: ReadonlySet<string> = new Set(['QVT/18'])

export const isToken = (asset: string): boolean => tokens.has(asset)

/** The hub's account through which money of an asset comes in and goes out. */
export const clearingOf = (asset: string) =>
  (isToken(asset) ? 'chain_clearing' : 'psp_clearing') satisfies AccountType
