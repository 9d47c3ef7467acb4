import { z } from 'zod'
import { cancelTransaction } from '../../../commands/tokens/transactions/cancel-transaction.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

/** What the hub sends to its chains. */
export const chainTransactionRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'cancelChainTransaction',
    tag: 'tokens',
    summary: 'Have a transaction of the hub not happen (operators)',
    description:
      'While it waits for a block, a transaction that does nothing goes out under its nonce, for a higher fee. Whichever ' +
      'of the two gets into a block stands: `chainTransaction` in GraphQL says which. What the transaction was for is told ' +
      'that it ended, and goes on accordingly: a withdrawal, for one, is given back.',
    problems: ['NOT_FOUND', 'TRANSACTION_ON_CHAIN'],
    method: 'POST',
    path: '/v1/chain-transactions/:chainTransactionId/cancellation',
    command: cancelTransaction,
    params: z.strictObject({ chainTransactionId: Id }),
    body: cancelTransaction.input.omit({ chainTransactionId: true }),
    example: { reason: 'Its fee will not be reached this week, ticket 4711' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: z.object({ chainTransactionId: Id }),
  }),
]
