import { payment } from '../../../domain/billing/payments/payment.ts'
import { outcomeUnknown } from '../../../domain/billing/payments/operations.ts'
import type { Payment } from '../../../domain/billing/payments/payment-state.ts'
import { isRefundUnknown } from '../../../domain/billing/payments/refund-state.ts'
import { refundable } from '../../../domain/billing/payments/refunds.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { paymentIdOf } from '../../jobs/payment-id.ts'
import type { ChangeResult } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'

const refundIdOf = ({ context }: CommandTools): string => derivedId(context.commandId, 'refund')

/** Why a refund of a job can't go on to its card; nothing when it can, or did already. Looked at before anything moves. */
export const notToCard = async (
  jobId: string,
  amount: bigint,
  tools: CommandTools,
): Promise<Rejection | undefined> => {
  const { state } = await tools.load(payment, paymentIdOf(jobId))
  if (state.kind === 'absent')
    return reject('ILLEGAL_PAYMENT_TRANSITION', 'No card has paid for this job.')
  if (Object.hasOwn(state.refunds, refundIdOf(tools))) return undefined
  if (state.unknown !== undefined || isRefundUnknown(state.refunds)) return outcomeUnknown()
  return amount > refundable(state)
    ? reject('REFUND_ABOVE_CAPTURE', 'More than the card paid does not go back to it.')
    : undefined
}

/** What the wallet was given back goes on to the card, as the payment's own refund. */
export const sendToCard = (
  jobId: string,
  amount: bigint,
  reason: string,
  tools: CommandTools,
): Promise<ChangeResult<Payment>> => {
  const paymentId = paymentIdOf(jobId)
  return tools.change(payment, paymentId, {
    type: 'RequestRefund',
    ...{ paymentId, refundId: refundIdOf(tools), amount, reason },
  })
}
