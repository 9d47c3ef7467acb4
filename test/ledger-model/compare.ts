import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { getById } from '../../domain/shared/id-map.ts'
import type { World } from './world.ts'

/** Where a wallet's own state is not what the model has: balances, every grant, every limit. */
export const compareWallet = (world: World, id: string, after: unknown): string | undefined => {
  const model = world.wallets.find((each) => each.id === id)
  if (model === undefined) return undefined
  // What the wallet's evolve made.
  const state = after as Wallet
  const available = [...model.grants.values()].reduce((sum, { left }) => sum + left, model.base)
  if (Number(state.available) !== available)
    return `available is ${state.available.toString()}, the model has ${available}`
  if (Number(state.held) !== model.held)
    return `held is ${state.held.toString()}, the model has ${model.held}`
  if (Number(state.debt) !== model.debt)
    return `the debt is ${state.debt.toString()}, the model has ${model.debt}`
  if (available < 0 || model.base < 0 || model.held < 0 || model.debt < 0) return 'below zero'
  for (const [grantId, { left }] of model.grants) {
    const remaining = Number(getById(state.grants, grantId)?.remaining ?? 0n)
    if (remaining !== left || left < 0)
      return `grant ${grantId} has ${remaining}, the model has ${left}`
  }
  for (const [limitId, { used }] of model.limits) {
    const counted = Number(getById(state.limits, limitId)?.used ?? 0n)
    if (counted !== used) return `limit ${limitId} counts ${counted}, the model ${used}`
  }
  return undefined
}
