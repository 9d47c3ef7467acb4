import type { Money } from '../../../domain/shared/money.ts'

/** Amounts of contracts are in the smallest unit. */
export const ofQvt = (amount: string): Money => ({ amount, asset: 'QVT/18' })
export const ofQvtOrNull = (amount: string | null): Money | null =>
  amount === null ? null : ofQvt(amount)
