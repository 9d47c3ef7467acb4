import type { ChainTransactionRow } from '../../../projections/tokens/transactions/tables.ts'
import { builder } from '../../schema/builder.ts'

/** A transaction, and the head of its chain. */
export type TransactionOnChain = ChainTransactionRow & { readonly head_number: bigint | null }

export const ChainTransaction = builder.objectRef<TransactionOnChain>('ChainTransaction')

export const ChainTransactionConnection = builder.connectionObject(
  {
    type: ChainTransaction,
    ...{ name: 'ChainTransactionConnection', description: 'A page of the hub’s transactions.' },
  },
  {
    ...{ name: 'ChainTransactionEdge' },
    description: 'One of the hub’s transactions, with its place in the list.',
  },
)
