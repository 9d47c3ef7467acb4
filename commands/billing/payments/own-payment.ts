import { payment } from '../../../domain/billing/payments/payment.ts'
import {
  standings,
  statusOf,
  type ExistingPayment,
  type Payment,
} from '../../../domain/billing/payments/payment-state.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { z } from 'zod'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** The payment, if it is the caller's organisation's. */
export const ownPayment = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  paymentId: string,
): Promise<ExistingPayment | Rejection> => {
  const { state } = await load(payment, paymentId)
  return state.kind === 'absent' || !actsFor(context, state.organisation)
    ? notFound('payment')
    : state
}

export const PaymentAnswer = z.object({
  paymentId: Id,
  status: z.enum([...standings, 'UNKNOWN']),
})
export type PaymentAnswer = z.output<typeof PaymentAnswer>

export const paymentAnswer = (
  paymentId: string,
  changed: ChangeResult<Payment>,
): Completed<PaymentAnswer> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  const { state } = changed
  return state.kind === 'absent'
    ? notFound('payment')
    : { answer: { paymentId, status: statusOf(state) }, changed }
}
