import { z } from 'zod'
import { idsOf, payment } from '../../../domain/billing/payments/payment.ts'
import {
  standings,
  statusOf,
  type ExistingPayment,
} from '../../../domain/billing/payments/payment-state.ts'
import { refundable } from '../../../domain/billing/payments/refunds.ts'
import { money } from '../../../domain/shared/money.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

const Id = z.uuid()
const Amount = z.object({ amount: z.string().max(36), asset: z.string().max(13) })
const Word = z.string().max(255)

/** A payment as the log has it. */
export const PaymentView = z.object({
  paymentId: Id,
  organisation: Id,
  purpose: z.enum(['TOP_UP', 'JOB', 'BILL']),
  walletId: z.string().max(60).exactOptional(),
  jobId: Id.exactOptional(),
  billId: Id.exactOptional(),
  amount: Amount,
  capture: z.enum(['AUTOMATIC', 'MANUAL']),
  status: z.enum([...standings, 'UNKNOWN']),
  authorised: Amount,
  captured: Amount,
  /** What can still be given back. */
  refundable: Amount,
  attempts: z
    .array(
      z.object({
        attemptId: Id,
        methodId: Id.exactOptional(),
        declined: Word.exactOptional(),
        at: z.iso.datetime(),
      }),
    )
    .max(100),
  refunds: z
    .array(
      z.object({
        refundId: Id,
        amount: Amount,
        status: z.enum(['REQUESTED', 'UNKNOWN', 'PENDING', 'SUCCEEDED', 'FAILED']),
      }),
    )
    .max(10_000),
  disputes: z
    .array(z.object({ disputeId: Id, amount: Amount, status: z.enum(['OPEN', 'WON', 'LOST']) }))
    .max(100),
  requestedAt: z.iso.datetime(),
})
export type PaymentView = z.output<typeof PaymentView>

const viewOf = (state: ExistingPayment): PaymentView => {
  const { paymentId, organisation, purpose, capture, requestedAt, asset } = state
  const of = (amount: bigint) => money(amount, asset)
  const left = refundable(state)
  return {
    ...{ paymentId, organisation, capture, requestedAt },
    ...idsOf(state.purpose),
    purpose: purpose.kind,
    amount: of(state.amount),
    status: statusOf(state),
    authorised: of(state.authorised),
    captured: of(state.captured),
    refundable: of(left > 0n ? left : 0n),
    attempts: state.attempts.map(({ attemptId, methodId, declined, at }) => ({
      ...{ attemptId, at },
      ...(methodId === undefined ? {} : { methodId }),
      ...(declined === undefined ? {} : { declined }),
    })),
    refunds: Object.entries(state.refunds).map(([refundId, { amount, status }]) => ({
      ...{ refundId, status },
      amount: of(amount),
    })),
    disputes: Object.entries(state.disputes).map(([disputeId, { amount, status }]) => ({
      ...{ disputeId, status },
      amount: of(amount),
    })),
  }
}

export const readPayment = (
  services: Services,
  context: CommandContext,
  paymentId: string,
): Promise<ReadOutcome<PaymentView>> =>
  readAggregate(services, context, 'billing:read', payment, paymentId, (state) =>
    state.kind === 'absent' || !actsFor(context, state.organisation)
      ? notFound('payment')
      : viewOf(state),
  )
