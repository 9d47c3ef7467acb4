import { isId } from '../../../platform/ids/ids.ts'
import { subjects } from '../../../platform/positions/notices.ts'
import { notFound } from '../../errors/query-error.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import type { Change } from '../../subscriptions/changes.ts'
import { requireOperator } from '../../view/caller.ts'
import { readTransaction, transactionsOn } from './reads.ts'
import { ChainTransaction, ChainTransactionConnection, type TransactionOnChain } from './refs.ts'
import { TransactionStatus } from './transaction-type.ts'

const order = creationOrder('chain.transactions')
const whichOne = { description: 'The hub’s id of the transaction.' }

builder.queryFields((t) => ({
  chainTransaction: t.field({
    type: ChainTransaction,
    nullable: true,
    description: 'What the hub has a contract do; null when there is none such. For operators.',
    args: { chainTransactionId: t.arg.id({ required: true, ...whichOne }) },
    resolve: async (_, { chainTransactionId }, { view }) => {
      requireOperator(view.caller)
      if (!isId(chainTransactionId)) return null
      return (await readTransaction(view.db, chainTransactionId)) ?? null
    },
  }),
  chainTransactions: t.connection(
    {
      type: ChainTransaction,
      description: 'What the hub has its contracts do. For operators.',
      args: {
        status: t.arg({ type: TransactionStatus, required: false, description: 'Only these.' }),
        purposeId: t.arg.id({ required: false, description: 'Only what is for this.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were asked for: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, status, purposeId, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, direction)
        const all = transactionsOn(view.db)
        const some =
          status === null || status === undefined ? all : all.where('status', '=', status)
        const ofOne =
          purposeId === null || purposeId === undefined
            ? some
            : some.where('purpose_id', '=', purposeId)
        const rows = await takePage(ofOne, page).execute()
        return pageOf<TransactionOnChain>(rows, page, creationKey)
      },
    },
    ChainTransactionConnection,
  ),
}))

builder.subscriptionFields((t) => ({
  chainTransactionChanged: t.field({
    type: ChainTransaction,
    description:
      'A transaction of the hub as it is now, then after each change; blocks that come after its own are none. For operators.',
    args: { chainTransactionId: t.arg.id({ required: true, ...whichOne }) },
    subscribe: async (
      _,
      { chainTransactionId: id },
      { view },
    ): Promise<AsyncIterableIterator<Change>> => {
      requireOperator(view.caller)
      const row = isId(id) ? await readTransaction(view.db, id) : undefined
      if (row === undefined) throw notFound('chain transaction')
      return view.changes(subjects.chainTransaction(row.transaction_id), row.position)
    },
    resolve: async (_, { chainTransactionId }, { view }) => {
      requireOperator(view.caller)
      const row = await readTransaction(view.db, chainTransactionId)
      if (row === undefined) throw notFound('chain transaction')
      return row
    },
  }),
}))
