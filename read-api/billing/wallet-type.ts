import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import {
  CreditGrantConnection,
  LedgerEntryConnection,
  WalletSpendingConnection,
} from '../schema/connections.ts'
import { Money } from '../schema/money.ts'
import { CreditGrant, LedgerEntry, Organisation, Wallet, WalletSpending } from '../schema/refs.ts'
import { ledgerOrder } from './ledger/reads.ts'
import { AutoTopUp } from './wallet/auto-top-up-type.ts'
import { SpendingLimit } from './wallet/limit-type.ts'
import { grantOrder, spendingOrder } from './wallet/reads.ts'

builder.node(Wallet, {
  description: 'What one organisation may spend in one asset.',
  id: { resolve: ({ wallet_id }) => wallet_id },
  loadOne: (id, { view }) => view.loaders.wallets.load(id),
  fields: (t) => ({
    walletId: t.exposeID('wallet_id', { description: 'The hub’s id, as commands take it.' }),
    organisationId: t.exposeID('organisation', { description: 'Whose it is.' }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'Whose it is.',
      resolve: async ({ organisation }, _, { view }) =>
        (await view.loaders.organisations.load(organisation)) ?? null,
    }),
    asset: t.exposeString('asset', { description: 'The asset, such as "USD/2".' }),
    available: t.field({
      type: Money,
      description: 'What may be spent, as far as the conditions of grants let it.',
      resolve: ({ available, asset }) => ({ amount: available, asset }),
    }),
    held: t.field({
      type: Money,
      description: 'What is reserved for jobs.',
      resolve: ({ held, asset }) => ({ amount: held, asset }),
    }),
    debt: t.field({
      type: Money,
      description: 'What is owed: nothing is spent before credit has paid it.',
      resolve: ({ debt, asset }) => ({ amount: debt, asset }),
    }),
    autoTopUp: t.field({
      type: AutoTopUp,
      nullable: true,
      description: 'How a card fills it up; null when none does.',
      resolve: ({ auto_top_up, asset }) =>
        auto_top_up === null || auto_top_up.removed === true ? null : { ...auto_top_up, asset },
    }),
    limits: t.field({
      type: [SpendingLimit],
      description: 'What may be spent of it at most, by whom, and in which time.',
      complexity: { field: 1, multiplier: 20 },
      resolve: async ({ wallet_id, asset }, _, { view }) => {
        const row = await view.loaders.limitsOfWallet.load(wallet_id)
        const now = new Date().toISOString()
        return (row?.limits ?? [])
          .filter(({ status }) => status === 'SET')
          .map((limit) => ({ ...limit, asset, now }))
      },
    }),
    grants: t.connection(
      {
        type: CreditGrant,
        description: 'Credit with conditions, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ wallet_id }, args, { view }) =>
          view.loaders.grantsOfWallet.load({
            parent: wallet_id,
            page: pageRequest(args, grantOrder, 'DESC'),
          }),
      },
      CreditGrantConnection,
    ),
    spendings: t.connection(
      {
        type: WalletSpending,
        description: 'Holds and charges, the newest first.',
        args: {
          open: t.arg.boolean({ description: 'Only what is held now.' }),
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ wallet_id }, args, { view: { loaders } }) => {
          const page = pageRequest(args, spendingOrder, 'DESC')
          const wanted = args.open === true ? loaders.openHoldsOfWallet : loaders.spendingsOfWallet
          return wanted.load({ parent: wallet_id, page })
        },
      },
      WalletSpendingConnection,
    ),
    openedAt: t.expose('opened_at', { type: 'DateTime', description: 'When money first came in.' }),
    entries: t.connection(
      {
        type: LedgerEntry,
        description: 'The ledger entries of its transactions, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ wallet_id }, args, { view }) =>
          view.loaders.entriesOfWallet.load({
            parent: wallet_id,
            page: pageRequest(args, ledgerOrder, 'DESC'),
          }),
      },
      LedgerEntryConnection,
    ),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
