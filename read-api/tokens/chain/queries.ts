import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { requireOperator, requirePrincipal } from '../../view/caller.ts'
import './chain-type.ts'
import './follow.ts'
import { EntryStatus } from './entry-type.ts'
import { Chain, ChainEntry, ChainEntryConnection, type EntryOnChain } from './refs.ts'

const order = creationOrder('chain.entries')

builder.queryFields((t) => ({
  chains: t.field({
    type: [Chain],
    description: 'The chains that the hub follows, and how far.',
    complexity: { field: 1, multiplier: 16 },
    resolve: (_, __, { view }) => {
      requirePrincipal(view.caller)
      return view.db.selectFrom('chains').selectAll().orderBy('chain').limit(16).execute()
    },
  }),
  chainEntries: t.connection(
    {
      type: ChainEntry,
      description: 'What the hub’s contracts said on its chains. For operators.',
      args: {
        status: t.arg({ type: EntryStatus, required: false, description: 'Only these.' }),
        transactionHash: t.arg.string({
          required: false,
          description: 'Only those of this transaction.',
        }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were first seen: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, status, transactionHash, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, direction)
        const { db } = view
        const all = db
          .selectFrom('chain_entries')
          .selectAll('chain_entries')
          .select((e) =>
            e
              .selectFrom('chains')
              .whereRef('chains.chain', '=', 'chain_entries.chain')
              .select('chains.head_number')
              .as('head_number'),
          )
        const some =
          status === null || status === undefined ? all : all.where('status', '=', status)
        const ofOne =
          transactionHash === null || transactionHash === undefined
            ? some
            : some.where('transaction_hash', '=', transactionHash.toLowerCase())
        const rows = await takePage(ofOne, page).execute()
        return pageOf<EntryOnChain>(rows, page, creationKey)
      },
    },
    ChainEntryConnection,
  ),
}))
