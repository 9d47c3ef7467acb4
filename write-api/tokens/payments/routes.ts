import { z } from 'zod'
import { authorisePayment } from '../../../commands/tokens/payments/authorise-payment.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

export const tokenPaymentRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'authorisePayment',
    tag: 'tokens',
    summary: 'Sign for a payment in tokens',
    description:
      'The signature (EIP-712) of what `refreshPayment` answers as `action.sign`: the escrow on the chain may take the most ' +
      'that the payment may cost, once. What the job did cost is taken at its end and the rest comes back in the same ' +
      'transaction; after the signed time the payer may take everything back.',
    problems: [
      'NOT_FOUND',
      'PAYMENT_SIGNATURE_INVALID',
      'INSUFFICIENT_FUNDS',
      'ILLEGAL_PAYMENT_TRANSITION',
      'CHAIN_UNKNOWN',
    ],
    method: 'POST',
    path: '/v1/payments/:paymentId/authorisation',
    command: authorisePayment,
    params: z.strictObject({ paymentId: Id }),
    body: authorisePayment.input.omit({ paymentId: true }),
    example: { signature: `0x${'1f'.repeat(64)}1b` },
    input: ({ paymentId }, body) => ({ paymentId, ...body }),
    status: 202,
    answer: z.object({ paymentId: Id }),
    links: [{ operationId: 'getPayment', parameter: 'paymentId', member: 'paymentId' }],
    location: ({ paymentId }) => `/v1/payments/${paymentId}`,
  }),
]
