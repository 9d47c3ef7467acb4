import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { LedgerEntryConnection } from '../schema/connections.ts'
import { Money } from '../schema/money.ts'
import { LedgerEntry, Organisation, Wallet } from '../schema/refs.ts'
import { ledgerOrder } from './reads.ts'

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
      description: 'What may be spent.',
      resolve: ({ available, asset }) => ({ amount: available, asset }),
    }),
    held: t.field({
      type: Money,
      description: 'What is reserved for jobs.',
      resolve: ({ held, asset }) => ({ amount: held, asset }),
    }),
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
