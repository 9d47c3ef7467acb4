import { z } from 'zod'
import { billCycle } from '../../../domain/billing/bills/cycle.ts'
import { billingProfile } from '../../../domain/billing/bills/profile.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { Asset } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** A wallet is known by its asset's code alone: what it is billed in is what it holds, or what its usage is priced in. */
const refusedAsset = async (
  { load }: CommandTools,
  organisation: string,
  asset: string,
): Promise<Rejection | undefined> => {
  const walletId = walletIdOf(organisation, asset)
  const { state: purse } = await load(wallet, walletId)
  const { terms } = (await load(billingProfile, organisation)).state
  const priced = terms.priceBook?.asset
  const isPriced = priced !== undefined && walletIdOf(organisation, priced) === walletId
  const billedIn = purse.asset ?? (isPriced ? priced : undefined)
  if (billedIn === undefined) return notFound('wallet')
  return billedIn === asset
    ? undefined
    : reject('ASSET_MISMATCH', `This wallet is billed in ${billedIn}.`)
}

/** Has everything billed that there is, now and not at the end of the month. */
export const requestBill = defineCommand({
  name: 'billing.request-bill',
  input: z.strictObject({ organisationId: Id, asset: Asset.max(13) }),
  scope: 'billing:write',
  run: async ({ organisationId: organisation, asset }, tools) => {
    if (!actsFor(tools.context, organisation)) return notFound('organisation')
    const refused = await refusedAsset(tools, organisation, asset)
    if (refused !== undefined) return refused
    const walletId = walletIdOf(organisation, asset)
    const command = { type: 'RequestBill', walletId, organisation, asset } as const
    const changed = await tools.change(billCycle, walletId, command)
    return 'stream' in changed ? { answer: { walletId }, changed } : changed
  },
})
