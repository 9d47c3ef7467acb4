import type { DomainEvent } from '../../domain/shared/event.ts'
import type { ChainTransactionEvent } from '../../domain/tokens/transactions/transaction-events.ts'

export type EndOfTransaction = Extract<
  ChainTransactionEvent,
  { readonly type: 'TransactionFinalised' | 'TransactionCancelled' }
>

/** Routes to the instance that a transaction was for, of those that came to nothing. */
export const endedInVain = (kind: ChainTransactionEvent['data']['purpose']['kind']) => ({
  TransactionFinalised: {
    continues: 'purpose.id',
    where: { 'purpose.kind': kind, status: 'REVERTED' },
  },
  TransactionCancelled: { continues: 'purpose.id', where: { 'purpose.kind': kind } },
})

export const isEndOfTransaction = (
  event: DomainEvent | EndOfTransaction,
): event is EndOfTransaction =>
  event.type === 'TransactionFinalised' || event.type === 'TransactionCancelled'

/** Why a transaction came to nothing, for who hears only of those that did: what comes of the others is on the chain. */
export const failureOf = (
  event: EndOfTransaction,
): { readonly transactionId: string; readonly chain: string; readonly code: string } => {
  const { transactionId, chain } = event.data
  const code = event.type === 'TransactionCancelled' ? event.data.code : event.data.status
  return { transactionId, chain, code }
}
