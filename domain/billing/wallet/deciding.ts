import type { Rejection } from '../../shared/rejection.ts'
import { burnsFor, isOver, spendableOn, type Use } from './burn-order.ts'
import { unconditional, type Burn, type Burns } from './burns.ts'
import { getById } from '../../shared/id-map.ts'
import { refusedByLimit } from './limit-decisions.ts'
import type { Spender } from './limits.ts'
import { insufficientFunds, walletInDebt, type WalletFacts } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** What a decision of a wallet is taken on. */
export type Deciding = {
  readonly state: Wallet
  readonly common: WalletFacts
  /** The id of a second transaction in the same decision. */
  readonly secondId: string
}

/** As much of it as it takes to say whether something can be paid. */
export type Looking = {
  readonly state: Wallet
  readonly common: Pick<WalletFacts, 'asset' | 'at'>
}

/** Why nothing may be spent of this wallet now, whatever the credit in it. */
export const refusedSpending = (
  { state, common }: Looking,
  amount: bigint,
  spender: Spender | undefined,
): Rejection | undefined =>
  state.debt > 0n
    ? walletInDebt(state.debt, common.asset)
    : refusedByLimit(state.limits, spender, amount, common.at)

/** The credit that pays for something, by the grants that it is burned from; or why it cannot be had. */
export const creditFor = (
  { state, common }: Looking,
  amount: bigint,
  use: Use,
): { readonly burns: Burns } | Rejection => {
  const there = spendableOn(state, use, common.at)
  return amount > there
    ? insufficientFunds(there, amount, common.asset)
    : { burns: burnsFor(state, amount, use, common.at) }
}

/**
 * Where a refund goes. It makes good what was taken in time: paid credit of a grant that has expired by now comes back without
 * conditions. Promotional credit is worth nothing after its end, and expires as soon as it is back. What comes back to a grant
 * that was voided goes the way of the rest of it: it should not have been there.
 */
export const refundedTo = (
  { state, common }: Pick<Deciding, 'state' | 'common'>,
  returned: Burns,
): Burns =>
  returned.flatMap((burn): readonly Burn[] => {
    const grant = burn.grantId === undefined ? undefined : getById(state.grants, burn.grantId)
    const isSaved = grant?.category === 'PAID' && grant.status !== 'VOIDED'
    return isSaved && isOver(grant, common.at) ? unconditional(burn.amount) : [burn]
  })
