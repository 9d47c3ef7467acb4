import type { TransactionRequest } from '../../../domain/tokens/transactions/transaction-command.ts'
import { chainTransaction } from '../../../domain/tokens/transactions/transaction.ts'
import { changeAs, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'

/** An effect that is a call of a contract. It has succeeded when it is on record; what comes of it are events. */
export const requestTransactionAs = (
  tools: EffectTools,
  request: TransactionRequest,
): Promise<EffectOutcome> =>
  changeAs(tools, chainTransaction, request.transactionId, {
    type: 'RequestTransaction',
    ...request,
  })
