import { isId } from '../../../platform/ids/ids.ts'
import { subjects } from '../../../platform/positions/notices.ts'
import { notFound } from '../../errors/query-error.ts'
import { creationKey } from '../../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import type { Change } from '../../subscriptions/changes.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { readTransfer, readTransfers, transferOrder } from './reads.ts'
import { TokenTransfer, TokenTransferConnection } from './refs.ts'
import { TransferKind, TransferStatus } from './transfer-type.ts'

const transferId = { required: true, description: 'Of the deposit, or the withdrawal.' } as const

builder.queryFields((t) => ({
  tokenTransfer: t.field({
    type: TokenTransfer,
    nullable: true,
    description: 'One transfer of QVT; null when there is none that you may see.',
    args: { transferId: t.arg.id(transferId) },
    resolve: async (_, { transferId: id }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      return isId(id) ? ((await readTransfer(view.db, view.caller, id)) ?? null) : null
    },
  }),
  tokenTransfers: t.connection(
    {
      type: TokenTransfer,
      description: 'The deposits and withdrawals of your organisation; operators see all.',
      args: {
        kind: t.arg({ type: TransferKind, description: 'Only these.' }),
        status: t.arg({ type: TransferStatus, description: 'Only those that are there.' }),
        transactionHash: t.arg.string({
          description: 'Only those of this transaction; here also deposits that are nobody’s yet.',
        }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they began: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, kind, status, transactionHash, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, transferOrder, direction)
        const filter = { kind, status, transactionHash }
        return pageOf(await readTransfers(view.db, view.caller, filter, page), page, creationKey)
      },
    },
    TokenTransferConnection,
  ),
}))

/** Visibility is judged at the start and again with every change, by the same read. */
builder.subscriptionFields((t) => ({
  tokenTransferChanged: t.field({
    type: TokenTransfer,
    description: 'A transfer of QVT as it is now, then after each change.',
    args: { transferId: t.arg.id(transferId) },
    subscribe: async (_, { transferId: id }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller, 'billing:read')
      const transfer = isId(id) ? await readTransfer(view.db, view.caller, id) : undefined
      if (transfer === undefined) throw notFound('transfer')
      return view.changes(subjects.tokenTransfer(transfer.transfer_id), transfer.position)
    },
    resolve: async (_, { transferId: id }, { view }) => {
      const transfer = await readTransfer(view.db, view.caller, id)
      if (transfer === undefined) throw notFound('transfer')
      return transfer
    },
  }),
}))
