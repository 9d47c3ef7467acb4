import { z } from 'zod'
import { creditWallet } from '../../commands/billing/credit.ts'
import { refundJob } from '../../commands/billing/refund.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Money } from '../shapes.ts'

const WalletId = z
  .string()
  .max(60)
  .describe('The organisation’s id and the asset’s code, joined by a hyphen')

export const billingRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'creditWallet',
    tag: 'billing',
    summary: 'Top up an organisation’s wallet (operators)',
    problems: ['NOT_FOUND', 'AMOUNT_OUT_OF_RANGE'],
    method: 'POST',
    path: '/v1/wallets/:organisationId/credits',
    command: creditWallet,
    params: z.strictObject({ organisationId: Id }),
    body: creditWallet.input.omit({ organisation: true }),
    example: { amount: { amount: '2000', asset: 'USD/2' }, reason: 'Welcome' },
    input: ({ organisationId }, body) => ({ organisation: organisationId, ...body }),
    status: 201,
    answer: z.object({ walletId: WalletId }),
  }),
  mountCommand({
    operationId: 'refundJob',
    tag: 'billing',
    summary: 'Give back what a job cost, or part of it (operators)',
    description:
      'To the wallet; or on through it to the card that paid for the job, with `to: CARD`.',
    problems: [
      'NOT_FOUND',
      'REFUND_ABOVE_CAPTURE',
      'HOLD_UNKNOWN',
      'ASSET_MISMATCH',
      'AMOUNT_OUT_OF_RANGE',
      'ILLEGAL_JOB_TRANSITION',
      'ILLEGAL_PAYMENT_TRANSITION',
      'PAYMENT_OUTCOME_UNKNOWN',
    ],
    links: [{ operationId: 'getJob', parameter: 'jobId', member: 'jobId' }],
    method: 'POST',
    path: '/v1/jobs/:jobId/refunds',
    command: refundJob,
    params: z.strictObject({ jobId: Id }),
    body: refundJob.input.omit({ jobId: true }),
    example: {
      amount: { amount: '100', asset: 'USD/2' },
      reason: 'The device was badly calibrated.',
    },
    input: ({ jobId }, body) => ({ jobId, ...body }),
    status: 201,
    answer: z.object({ jobId: Id, walletId: WalletId, refunded: Money }),
    location: ({ jobId }) => `/v1/jobs/${jobId}`,
    // The ledger and the job both change: one revision cannot speak for the two.
  }),
]
