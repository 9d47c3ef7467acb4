import { z } from 'zod'
import { chainTransaction } from '../../../domain/tokens/transactions/transaction.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'

/**
 * Wishes that a call of the hub's is not made: something else goes out under its nonce, for more. Which of the two stands
 * on the chain is seen there.
 */
export const cancelTransaction = defineCommand({
  name: 'tokens.cancel-transaction',
  input: z.strictObject({ chainTransactionId: Id, reason: z.string().min(1).max(500) }),
  scope: 'operations:write',
  run: async ({ chainTransactionId: transactionId, reason }, { change, load, answered }) => {
    const before = await answered(chainTransaction, transactionId)
    if (before !== undefined && 'code' in before) return before
    const { state } = await load(chainTransaction, transactionId)
    if (before === undefined && state.kind === 'existing') {
      if (state.end !== undefined || state.inclusion !== undefined)
        return reject('TRANSACTION_ON_CHAIN', 'It has ended, or stands in a block.')
    }
    const command = { type: 'RequestCancellation', code: 'OPERATOR', detail: reason } as const
    const changed = await change(chainTransaction, transactionId, { ...command, transactionId })
    if (!('stream' in changed)) return changed
    return { answer: { chainTransactionId: transactionId }, changed }
  },
})
