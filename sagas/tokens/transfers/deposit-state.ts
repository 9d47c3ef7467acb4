import type { DepositEffect } from './deposit-effects.ts'

export type DepositState = {
  /** The first is under way. */
  readonly queue: readonly DepositEffect[]
  /** The hub's own tokens: nobody's deposit. */
  readonly own?: 'ownIn' | 'ownOut'
}

export const initial: DepositState = { queue: [] }
