import { z } from 'zod'
import { wallet } from '../../../domain/billing/wallet/wallet.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { ownWallet, WalletId } from './own-wallet.ts'

/** An operator takes back a credit that was a mistake, whole and once, by the id of its transaction. */
export const reverseCredit = defineCommand({
  name: 'billing.reverse-credit',
  input: z.strictObject({
    walletId: WalletId,
    transactionId: Id,
    reason: z.string().min(1).max(500),
  }),
  scope: 'billing:credit',
  run: async ({ walletId, transactionId, reason }, tools) => {
    const own = await ownWallet(tools, walletId)
    if (isRejection(own)) return own
    const { organisation, asset } = own
    const changed = await tools.change(wallet, walletId, {
      type: 'ReverseCredit',
      ...{ organisation, asset, transactionId, reason },
    })
    return 'stream' in changed ? { answer: { walletId, transactionId }, changed } : changed
  },
})
