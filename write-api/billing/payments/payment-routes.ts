import { z } from 'zod'
import {
  cancelPayment,
  confirmPayment,
  refundPayment,
} from '../../../commands/billing/payments/change-payment.ts'
import { PaymentAnswer } from '../../../commands/billing/payments/own-payment.ts'
import { PaymentView, readPayment } from '../../../commands/billing/payments/payment-view.ts'
import {
  RefreshAnswer,
  refreshPayment,
} from '../../../commands/billing/payments/refresh-payment.ts'
import { topUp } from '../../../commands/billing/payments/top-up.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const PaymentPath = z.strictObject({ paymentId: Id })
const locationOf = ({ paymentId }: { readonly paymentId: string }): string =>
  `/v1/payments/${paymentId}`
const toPayment = (
  ['getPayment', 'refreshPayment', 'confirmPayment', 'cancelPayment'] as const
).map((operationId) => ({ operationId, parameter: 'paymentId', member: 'paymentId' }))

export const paymentRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'topUpWallet',
    tag: 'billing',
    summary: 'Buy credit with a card',
    description:
      'Takes the money from the card that is named, else from the default one; without any card the payment waits for `confirmPayment`, or for the provider’s own form. The same request under the same key is one payment, for ever.',
    problems: ['NOT_FOUND', 'AMOUNT_OUT_OF_RANGE', 'ASSET_MISMATCH'],
    links: toPayment,
    method: 'POST',
    path: '/v1/wallets/:organisationId/top-ups',
    command: topUp,
    params: z.strictObject({ organisationId: Id }),
    body: topUp.input.omit({ organisation: true }),
    example: { amount: { amount: '5000', asset: 'USD/2' } },
    input: ({ organisationId }, body) => ({ organisation: organisationId, ...body }),
    status: 202,
    answer: PaymentAnswer.extend({ walletId: z.string().max(60) }),
    location: locationOf,
  }),
  mountQuery({
    operationId: 'getPayment',
    tag: 'billing',
    summary: 'Read a payment',
    description:
      'Its attempts, refunds and disputes. UNKNOWN means that the provider has not said what came of the last request; it is being asked.',
    problems: ['NOT_FOUND'],
    links: toPayment,
    path: '/v1/payments/:paymentId',
    params: PaymentPath,
    answer: PaymentView,
    read: ({ services }, context, { paymentId }) => readPayment(services, context, paymentId),
  }),
  mountCommand({
    operationId: 'refreshPayment',
    tag: 'billing',
    summary: 'Look at a payment at its provider, and what is to be done for it',
    description:
      'For who comes back from their bank and does not want to wait for the provider’s notice. `action` holds what the provider’s form, or the customer’s browser, goes on with; it is not kept.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/payments/:paymentId/refresh',
    command: refreshPayment,
    params: PaymentPath,
    body: noBody,
    input: ({ paymentId }) => ({ paymentId }),
    status: 200,
    answer: RefreshAnswer,
    secret: true,
  }),
  mountCommand({
    operationId: 'confirmPayment',
    tag: 'billing',
    summary: 'Try a payment with a saved card',
    description: 'After a decline, or for a payment that has no card yet.',
    problems: [
      'NOT_FOUND',
      'ILLEGAL_PAYMENT_TRANSITION',
      'PAYMENT_OUTCOME_UNKNOWN',
      'LIMIT_REACHED',
    ],
    links: toPayment,
    method: 'POST',
    path: '/v1/payments/:paymentId/confirm',
    command: confirmPayment,
    params: PaymentPath,
    body: confirmPayment.input.omit({ paymentId: true }),
    example: { methodId: '7d0b4f0e-1e8c-5b0a-9a44-2f3f0c6f8a11' },
    input: ({ paymentId }, body) => ({ paymentId, ...body }),
    status: 202,
    answer: PaymentAnswer,
    location: locationOf,
  }),
  mountCommand({
    operationId: 'cancelPayment',
    tag: 'billing',
    summary: 'Give a payment up that is not made yet',
    description:
      'A wish: what the provider has taken meanwhile stays taken, and is credited. The payment of a job is cancelled with its job.',
    problems: ['NOT_FOUND', 'ILLEGAL_PAYMENT_TRANSITION'],
    links: toPayment,
    method: 'POST',
    path: '/v1/payments/:paymentId/cancel',
    command: cancelPayment,
    params: PaymentPath,
    body: noBody,
    input: ({ paymentId }) => ({ paymentId }),
    status: 202,
    answer: PaymentAnswer,
    location: locationOf,
  }),
  mountCommand({
    operationId: 'refundPayment',
    tag: 'billing',
    summary: 'Send money of a payment back to its card (operators)',
    description:
      'What the wallet has no longer, its card can’t get: the refund then fails, and nothing moves.',
    problems: [
      'NOT_FOUND',
      'REFUND_ABOVE_CAPTURE',
      'PAYMENT_OUTCOME_UNKNOWN',
      'AMOUNT_OUT_OF_RANGE',
    ],
    links: toPayment,
    method: 'POST',
    path: '/v1/payments/:paymentId/refunds',
    command: refundPayment,
    params: PaymentPath,
    body: refundPayment.input.omit({ paymentId: true }),
    example: { amount: '2000', reason: 'The customer changed their mind.' },
    input: ({ paymentId }, body) => ({ paymentId, ...body }),
    status: 202,
    answer: z.object({ paymentId: Id, refundId: Id }),
    location: locationOf,
  }),
]
