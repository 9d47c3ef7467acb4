import type { TransactionRequest } from '../../../domain/tokens/transactions/transaction-command.ts'
import { chainTransaction } from '../../../domain/tokens/transactions/transaction.ts'
import type { ChainTransaction } from '../../../domain/tokens/transactions/transaction-state.ts'
import type { ChangeResult } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'

/**
 * Has a contract called. It is signed, sent and followed by who holds the keys; what comes of it are events of the
 * transaction, which name the purpose. Under the same id it is done once.
 */
export const requestTransaction = (
  tools: CommandTools,
  request: TransactionRequest,
): Promise<ChangeResult<ChainTransaction>> =>
  tools.change(chainTransaction, request.transactionId, { type: 'RequestTransaction', ...request })
