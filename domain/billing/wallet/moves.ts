import { totalOf, type Burns } from './burns.ts'
import { burned, returnedTo } from './grants.ts'
import { count, uncount, type Counted, type Spender } from './limits.ts'
import type { Wallet } from './wallet-state.ts'

/** Credit leaves a wallet, out of the grants that it was burned from. */
export const spent = (state: Wallet, burns: Burns): Wallet => ({
  ...state,
  available: state.available - totalOf(burns),
  grants: burned(state.grants, burns),
})

/** Credit comes back, to the grants that it was burned from. */
export const cameBack = (state: Wallet, returned: Burns): Wallet => ({
  ...state,
  available: state.available + totalOf(returned),
  grants: returnedTo(state.grants, returned),
})

export const counting = (
  state: Wallet,
  spender: Spender | undefined,
  amount: bigint,
  at: string,
): { readonly state: Wallet; readonly counted: Counted } => {
  const { limits, counted } = count(state.limits, spender, amount, at)
  return { state: { ...state, limits }, counted }
}

export const uncounting = (state: Wallet, counted: Counted, amount: bigint): Wallet => ({
  ...state,
  limits: uncount(state.limits, counted, amount),
})
