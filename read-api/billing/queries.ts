import { asOfArgument, costAsOf, readAsOf } from '../history/as-of.ts'
import { creationKey } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { WalletConnection } from '../schema/connections.ts'
import { Wallet } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { readWallets, walletOrder } from './reads.ts'

builder.queryFields((t) => ({
  wallet: t.field({
    type: Wallet,
    nullable: true,
    description: 'One wallet; null when there is none that you may see.',
    args: {
      walletId: t.arg.id({ required: true, description: 'The hub’s id of the wallet.' }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { walletId, asOf }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      return readAsOf(view, 'wallets', await view.loaders.wallets.load(walletId), asOf)
    },
  }),
  wallets: t.connection(
    {
      type: Wallet,
      description: 'The wallets that you may see, the oldest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, walletOrder, 'ASC')
        return pageOf(await readWallets(view.db, view.caller, page), page, creationKey)
      },
    },
    WalletConnection,
  ),
}))
