import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { LedgerEntryConnection, WalletConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { LedgerEntry, Wallet } from '../schema/refs.ts'
import { requireOperator, requirePrincipal } from '../view/caller.ts'
import { ledgerKey, ledgerOrder, readEntries, readWallets, walletOrder } from './reads.ts'
import { readTrialBalance, TrialBalance } from './trial-balance.ts'

const LedgerFilter = builder.inputType('LedgerFilter', {
  description: 'Which ledger entries are wanted; every member that is given must hold.',
  fields: (t) => ({
    walletId: t.id({ description: 'Of the transactions of this wallet.' }),
    account: t.string({ description: 'On this account.' }),
    jobId: t.id({ description: 'About this job.' }),
    from: t.field({ type: 'DateTime', description: 'Entered then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Entered earlier.' }),
  }),
})

builder.queryFields((t) => ({
  wallet: t.field({
    type: Wallet,
    nullable: true,
    description: 'One wallet; null when there is none that you may see.',
    args: { walletId: t.arg.id({ required: true, description: 'The hub’s id of the wallet.' }) },
    resolve: async (_, { walletId }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      return (await view.loaders.wallets.load(walletId)) ?? null
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
        return pageOf(await readWallets(view.db, view.caller, page), page, (row) => [
          row.created_position.toString(),
        ])
      },
    },
    WalletConnection,
  ),
  ledgerEntries: t.connection(
    {
      type: LedgerEntry,
      description: 'The ledger entries that you may see.',
      args: {
        filter: t.arg({ type: LedgerFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order of the ledger: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, ledgerOrder, direction)
        return pageOf(await readEntries(view.db, view.caller, filter ?? {}, page), page, ledgerKey)
      },
    },
    LedgerEntryConnection,
  ),
  ledgerTrialBalance: t.field({
    type: [TrialBalance],
    description: 'The whole ledger, asset by asset. For operators.',
    complexity: 10,
    resolve: async (_, _args, { view }) => {
      requireOperator(view.caller)
      return readTrialBalance(view.db)
    },
  }),
}))
