import { z } from 'zod'
import { TopUpTerms } from '../../../domain/billing/wallet/top-up.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { defineCommand } from '../../shared/definition.ts'
import { cardFor } from '../payments/own-methods.ts'
import { unpayable } from '../payments/payable.ts'
import { changeAsTreasurer, WalletId } from './own-wallet.ts'

/** A saved card fills the wallet up whenever less than the threshold is left, one payment at a time. */
export const setAutoTopUp = defineCommand({
  name: 'billing.set-auto-top-up',
  input: TopUpTerms.omit({ userId: true }).extend({ walletId: WalletId }),
  scope: 'billing:write',
  run: async ({ walletId, ...settings }, tools) => {
    const changed = await changeAsTreasurer(tools, walletId, async ({ organisation, asset }) => {
      const refused = unpayable({ amount: settings.topUp, asset })
      if (refused !== undefined) return refused
      const card = await cardFor(tools, organisation, settings.methodId)
      if (isRejection(card)) return card
      return { type: 'SetAutoTopUp', terms: { ...settings, userId: tools.context.actor.id } }
    })
    return 'stream' in changed ? { answer: { walletId }, changed } : changed
  },
})

export const removeAutoTopUp = defineCommand({
  name: 'billing.remove-auto-top-up',
  input: z.strictObject({ walletId: WalletId }),
  scope: 'billing:write',
  run: async ({ walletId }, tools) => {
    const changed = await changeAsTreasurer(tools, walletId, () => ({ type: 'RemoveAutoTopUp' }))
    return 'stream' in changed ? { answer: { walletId }, changed } : changed
  },
})
