import type { Use } from '../../domain/billing/wallet/burn-order.ts'
import { creditFor, refusedSpending } from '../../domain/billing/wallet/deciding.ts'
import type { Spender } from '../../domain/billing/wallet/limits.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { amountOf, type Money } from '../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import type { CommandTools } from '../shared/tools.ts'

export type Spending = {
  readonly organisation: string
  readonly spender: Spender
  readonly appId?: string
  /** A card pays: credit is not looked at, limits are. */
  readonly onCard?: boolean
}

/**
 * The most that a job may cost: what the caller allows, or the estimate; if the wallet has it now, for this use, and its
 * limits leave it. Told early; the wallet itself decides when the amount is held.
 */
export const affordable = async (
  { load, services }: CommandTools,
  { organisation, spender, appId, onCard }: Spending,
  estimate: Money,
  ceiling: Money | undefined,
): Promise<Money | Rejection> => {
  const maximumCost = ceiling ?? estimate
  if (maximumCost.asset !== estimate.asset)
    return reject('ASSET_MISMATCH', `The device is priced in ${estimate.asset}.`)
  if (amountOf(estimate) > amountOf(maximumCost))
    return reject(
      'COST_ABOVE_MAXIMUM',
      `The estimate is ${estimate.amount} minor units of ${estimate.asset}.`,
    )
  const { state } = await load(wallet, walletIdOf(organisation, estimate.asset))
  const { asset = estimate.asset } = state
  if (asset !== estimate.asset)
    return reject('ASSET_MISMATCH', `The device is priced in ${estimate.asset}, not in ${asset}.`)
  const use: Use = {
    purpose: 'JOB',
    ...(spender.deviceId === undefined ? {} : { deviceId: spender.deviceId }),
    ...(appId === undefined ? {} : { appId }),
  }
  const of = { state, common: { asset, at: services.clock.now().toISOString() } }
  const amount = amountOf(maximumCost)
  const refused = refusedSpending(of, amount, spender)
  if (refused !== undefined) return refused
  if (onCard === true) return maximumCost
  const paid = creditFor(of, amount, use)
  return isRejection(paid) ? paid : maximumCost
}
