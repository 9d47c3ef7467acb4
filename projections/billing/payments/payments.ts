import { chargedBackOf } from '../../../domain/billing/payments/dispute-state.ts'
import { definitions } from '../../../domain/billing/payments/payment.ts'
import {
  evolve,
  initial,
  statusOf,
  type ExistingPayment,
  type Payment,
  type PaymentEvent,
} from '../../../domain/billing/payments/payment-state.ts'
import { refundedOf } from '../../../domain/billing/payments/refund-state.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import { packed, unpacked } from './packed.ts'
import type { PaymentRow } from './tables.ts'

/** Every payment with its attempts, refunds and disputes. */
export const payments = projectionOf({
  name: 'payments',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'payments', key: { payment_id: data.paymentId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const known = rows.get('payments', { payment_id: event.data.paymentId })
    const before = event.revision === 0n ? undefined : existing(known, event)
    // Out of the column that holds what `packed` made of it.
    const state = evolve(
      before === undefined ? initial : (unpacked(before.folded) as Payment),
      event,
    )
    if (state.kind === 'absent') throw new Error(`${event.type} of no payment`)
    const createdPosition = before?.created_position ?? event.position
    return [{ do: 'put', table: 'payments', row: rowOf(state, event, createdPosition) }]
  },
})

const rowOf = (
  state: ExistingPayment,
  { data, revision, position }: Projected<PaymentEvent>,
  createdPosition: bigint,
): PaymentRow => ({
  payment_id: state.paymentId,
  organisation: state.organisation,
  user_id: state.user,
  purpose: state.purpose.kind,
  wallet_id: state.walletId ?? null,
  job_id: state.jobId ?? null,
  bill_id: state.billId ?? null,
  asset: state.asset,
  amount: state.amount.toString(),
  capture: state.capture,
  status: statusOf(state),
  authorised: state.authorised.toString(),
  captured: state.captured.toString(),
  refunded: refundedOf(state.refunds).toString(),
  charged_back: chargedBackOf(state.disputes).toString(),
  cancelled_for: state.cancellation ?? null,
  attempts: state.attempts.map(({ attemptId, methodId, at, declined }) => ({
    ...{ attemptId, at },
    ...(methodId === undefined ? {} : { methodId }),
    ...(declined === undefined ? {} : { declined }),
  })),
  refunds: Object.entries(state.refunds).map(([refundId, { amount, status }]) => ({
    refundId,
    amount: amount.toString(),
    status,
  })),
  disputes: Object.entries(state.disputes).map(([disputeId, { amount, status }]) => ({
    disputeId,
    amount: amount.toString(),
    status,
  })),
  findings: Object.values(state.findings),
  requested_at: new Date(state.requestedAt),
  changed_at: new Date(data.at),
  folded: packed(state),
  created_position: createdPosition,
  revision,
  position,
})
