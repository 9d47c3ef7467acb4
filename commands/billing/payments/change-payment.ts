import { z } from 'zod'
import { payment } from '../../../domain/billing/payments/payment.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { cardFor } from './own-methods.ts'
import { ownPayment, paymentAnswer } from './own-payment.ts'

/** Tries a payment that was declined, or has no card yet, with a card. */
export const confirmPayment = defineCommand({
  name: 'billing.confirm-payment',
  input: z.strictObject({ paymentId: Id, methodId: Id.exactOptional() }),
  scope: 'billing:write',
  run: async ({ paymentId, methodId }, tools) => {
    const own = await ownPayment(tools, paymentId)
    if (isRejection(own)) return own
    const card = await cardFor(tools, own.organisation, methodId)
    if (isRejection(card)) return card
    if (card.methodId === undefined) return reject('NOT_FOUND', 'There is no card to pay with.')
    return paymentAnswer(
      paymentId,
      await tools.change(payment, paymentId, {
        type: 'RequestConfirmation',
        ...{ paymentId, methodId: card.methodId },
      }),
    )
  },
})

/** Gives a payment up that has not been made yet. */
export const cancelPayment = defineCommand({
  name: 'billing.cancel-payment',
  input: z.strictObject({ paymentId: Id }),
  scope: 'billing:write',
  run: async ({ paymentId }, tools) => {
    const own = await ownPayment(tools, paymentId)
    if (isRejection(own)) return own
    if (own.jobId !== undefined)
      return reject('ILLEGAL_PAYMENT_TRANSITION', 'It pays for a job: cancel the job instead.')
    return paymentAnswer(
      paymentId,
      await tools.change(payment, paymentId, {
        type: 'RequestCancellation',
        ...{ paymentId, reason: 'REQUESTED' },
      }),
    )
  },
})

/** Sends money of a payment back to its card: what the wallet still has of it, or a bill gave back. */
export const refundPayment = defineCommand({
  name: 'billing.refund-payment',
  input: z.strictObject({
    paymentId: Id,
    /** Minor units of the payment's asset. */
    amount: z.string().regex(/^[1-9][0-9]{0,35}$/),
    reason: z.string().min(1).max(500),
  }),
  scope: 'billing:refund',
  run: async ({ paymentId, amount, reason }, tools) => {
    const own = await ownPayment(tools, paymentId)
    if (isRejection(own)) return own
    const refundId = derivedId(tools.context.commandId, 'refund')
    const changed = await tools.change(payment, paymentId, {
      type: 'RequestRefund',
      ...{ paymentId, refundId, reason },
      amount: BigInt(amount),
    })
    return 'stream' in changed ? { answer: { paymentId, refundId }, changed } : changed
  },
})
