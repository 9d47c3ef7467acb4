import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { disputeDefinitions } from './dispute-events.ts'
import { decideDispute } from './disputes.ts'
import { finding } from './finding.ts'
import { applyNews } from './news.ts'
import {
  recordRefusal,
  recordUnknown,
  requestCancellation,
  requestCapture,
  requestConfirmation,
} from './operations.ts'
import type { PaymentCommand } from './payment-command.ts'
import { definitions as core, type Owner, type Purpose } from './payment-events.ts'
import {
  evolve,
  initial,
  type ExistingPayment,
  type Payment,
  type PaymentEvent,
} from './payment-state.ts'
import { refundDefinitions } from './refund-events.ts'
import { decideRefund } from './refunds.ts'

/**
 * Money on its way from a card. What is wished is on record before the provider is asked, and what the provider shows is
 * taken in one direction only. It carries no postings: the money is booked where it belongs, once under the payment's id.
 */
export const category = 'payment'
export const definitions = [...core, ...refundDefinitions, ...disputeDefinitions] as const

export const decide = (
  command: PaymentCommand,
  state: Payment,
  meta: DecisionMeta,
): Decision<PaymentEvent> => {
  if (command.type === 'RequestPayment') return request(command, state, meta)
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such payment.')
  return onward(command, state, meta)
}

type Request = Extract<PaymentCommand, { readonly type: 'RequestPayment' }>

const request = (
  { type: _, ...wish }: Request,
  state: Payment,
  { now: at }: DecisionMeta,
): Decision<PaymentEvent> => {
  if (state.kind === 'existing')
    return isSameWish(state, wish)
      ? []
      : reject('ALREADY_EXISTS', 'This payment exists with another content.')
  if (BigInt(wish.amount.amount) <= 0n)
    return reject('AMOUNT_OUT_OF_RANGE', 'A payment is more than nothing.')
  const { paymentId, organisation, purpose } = wish
  return [
    {
      type: 'PaymentRequested',
      data: { ...wish, ...idsOf(purpose), paymentId, organisation, at },
    },
  ]
}

const isSameWish = (
  state: ExistingPayment,
  { organisation, amount, capture }: Omit<Request, 'type'>,
): boolean =>
  state.organisation === organisation &&
  state.asset === amount.asset &&
  state.amount === BigInt(amount.amount) &&
  state.capture === capture

/** What a payment is about, by the ids of it. */
export const idsOf = (purpose: Purpose): Pick<Owner, 'walletId' | 'jobId' | 'billId'> => {
  switch (purpose.kind) {
    case 'TOP_UP':
      return { walletId: purpose.walletId }
    case 'JOB':
      return { walletId: purpose.walletId, jobId: purpose.jobId }
    case 'BILL':
      return { billId: purpose.billId }
    default:
      return exhausted(purpose)
  }
}

const onward = (
  command: Exclude<PaymentCommand, { readonly type: 'RequestPayment' }>,
  state: ExistingPayment,
  meta: DecisionMeta,
): Decision<PaymentEvent> => {
  switch (command.type) {
    case 'RequestConfirmation':
      return requestConfirmation(state, command.methodId, meta)
    case 'RequestCapture':
      return requestCapture(state, command.amount, meta)
    case 'RequestCancellation':
      return requestCancellation(state, command, meta)
    case 'RecordNews':
      return applyNews(state, command.news, meta)
    case 'RecordNothing':
      return []
    case 'RecordUnknown':
      return recordUnknown(state, command, meta)
    case 'RecordRefusal':
      return recordRefusal(state, command, meta)
    case 'RecordFinding': {
      const { code, detail, about } = command
      return finding(state, code, detail, meta, about)
    }
    case 'RequestRefund':
    case 'RecordRefund':
    case 'RecordRefundUnknown':
      return decideRefund(command, state, meta)
    case 'RecordDispute':
      return decideDispute(command, state, meta)
    default:
      return exhausted(command)
  }
}

export const payment: Aggregate<Payment, PaymentCommand, PaymentEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
