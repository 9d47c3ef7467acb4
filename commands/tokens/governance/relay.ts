import type { TransactionRequest } from '../../../domain/tokens/transactions/transaction-command.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { requestTransaction } from '../transactions/request-transaction.ts'

export type Relayed = { readonly transactionId: string }

/** Has the hub's operator send what anybody may send, and pay for the gas. The contract judges who has signed what. */
export const relay = async (
  tools: CommandTools,
  call: Pick<TransactionRequest, 'chain' | 'contract' | 'method' | 'arguments'>,
  about: string,
): Promise<Completed<Relayed> | Rejection | Failure> => {
  const transactionId = derivedId(tools.context.commandId, 'relay')
  const changed = await requestTransaction(tools, {
    ...{ ...call, transactionId, signer: 'OPERATOR' },
    purpose: { kind: 'GOVERNANCE', id: about },
  })
  return 'stream' in changed ? { answer: { transactionId }, changed } : changed
}
