import { z } from 'zod'
import { wallet } from '../../../domain/billing/wallet/wallet.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { ownWallet, WalletId } from './own-wallet.ts'

/** An operator takes back what is left of a grant. What was spent of it stays spent. */
export const voidGrant = defineCommand({
  name: 'billing.void-grant',
  input: z.strictObject({ walletId: WalletId, grantId: Id, reason: z.string().min(1).max(500) }),
  scope: 'billing:credit',
  run: async ({ walletId, grantId, reason }, tools) => {
    const own = await ownWallet(tools, walletId)
    if (isRejection(own)) return own
    const { organisation, asset } = own
    const changed = await tools.change(wallet, walletId, {
      type: 'VoidGrant',
      ...{ organisation, asset, grantId, reason },
    })
    return 'stream' in changed ? { answer: { walletId, grantId }, changed } : changed
  },
})
