import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { money } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { chargedBackOf } from './dispute-state.ts'
import { nowChargedBack } from './disputes.ts'
import { finding } from './finding.ts'
import { outcomeUnknown } from './operations.ts'
import { ownerOf, type ExistingPayment, type PaymentEvent } from './payment-state.ts'
import { isRefundUnknown, refundedOf, type Refund } from './refund-state.ts'

export type RefundCommand = { readonly refundId: string } & (
  | { readonly type: 'RequestRefund'; readonly amount: bigint; readonly reason: string }
  /** As the provider shows it, or as it was refused before it came there. Minor units. */
  | {
      readonly type: 'RecordRefund'
      readonly status: 'PENDING' | 'SUCCEEDED'
      readonly reference: string
      readonly amount: bigint
      /** The asset that the amount is of. */
      readonly asset: string
    }
  | { readonly type: 'RecordRefund'; readonly status: 'FAILED'; readonly code: string }
  | { readonly type: 'RecordRefundUnknown' }
)

/** What may still be given back: refunds and chargebacks together are never more than was captured. */
export const refundable = ({ captured, refunds, disputes }: ExistingPayment): bigint =>
  captured - refundedOf(refunds) - chargedBackOf(disputes)

export const decideRefund = (
  command: RefundCommand,
  state: ExistingPayment,
  meta: DecisionMeta,
): Decision<PaymentEvent> => {
  const { refundId } = command
  const refund = state.refunds[refundId]
  if (command.type === 'RequestRefund') return request(command, refund, state, meta)
  if (refund === undefined) return reject('NOT_FOUND', 'This payment has no such refund.')
  const data = {
    ...ownerOf(state),
    refundId,
    amount: money(refund.amount, state.asset),
    at: meta.now,
  }
  if (command.type === 'RecordRefundUnknown')
    return refund.status === 'REQUESTED' ? [{ type: 'PaymentRefundUnknown', data }] : []
  if (command.status === 'FAILED') {
    if (refund.status === 'FAILED') return []
    const { code } = command
    const afterSuccess = refund.status === 'SUCCEEDED'
    const refunds = { ...state.refunds, [refundId]: { ...refund, status: command.status } }
    return [
      { type: 'PaymentRefundFailed', data: { ...data, code, afterSuccess } },
      ...nowChargedBack({ ...state, refunds }, meta),
    ]
  }
  const { status, reference, amount, asset } = command
  if (asset !== state.asset || isContradiction(refund, command))
    return finding(
      state,
      'REFUND_CONTRADICTION',
      `The provider shows ${reference} ${status} of ${amount} ${asset}; refund ${refundId} is ${refund.status} of ${refund.amount}.`,
      meta,
      `${refundId} ${reference} ${status}`,
    )
  if (refund.status === status || refund.status === 'SUCCEEDED') return []
  return [
    {
      type: status === 'PENDING' ? 'PaymentRefundPending' : 'PaymentRefundSucceeded',
      data: { ...data, reference },
    },
  ]
}

/** Another refund at the provider, or another amount; or one that was over and is not any more. */
const isContradiction = (
  refund: Refund,
  { status, reference, amount }: { status: string; reference: string; amount: bigint },
): boolean =>
  amount !== refund.amount ||
  (refund.reference !== undefined && refund.reference !== reference) ||
  (refund.status === 'FAILED' && status === 'SUCCEEDED')

const request = (
  { refundId, amount, reason }: Extract<RefundCommand, { type: 'RequestRefund' }>,
  refund: Refund | undefined,
  state: ExistingPayment,
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> => {
  if (refund !== undefined)
    return refund.amount === amount
      ? []
      : reject('ALREADY_EXISTS', 'This refund exists with another amount.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A refund is more than nothing.')
  if (state.unknown !== undefined || isRefundUnknown(state.refunds)) return outcomeUnknown()
  const left = refundable(state)
  if (amount > left)
    return reject(
      'REFUND_ABOVE_CAPTURE',
      `Of this payment ${left.toString()} minor units of ${state.asset} can still be refunded.`,
    )
  const data = { ...ownerOf(state), refundId, amount: money(amount, state.asset), reason, at }
  return [{ type: 'PaymentRefundRequested', data }]
}
