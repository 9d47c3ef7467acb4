import { exhausted } from '../../../domain/shared/values.ts'
import { isEnded, type ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import type { SagaMessage } from '../../runtime/saga.ts'
import { booked, isBooking } from './booking-queue.ts'
import { onEvent } from './on-event.ts'
import { onLook, onOperation, unsureOf } from './on-outcome.ts'
import type { Ask, PaymentExecution, Step } from './execution-state.ts'
import { nextOf } from './next.ts'
import { LookResult, OperationResult } from './results.ts'

/**
 * One message to a payment's execution: what it makes of the state, and what is asked for. `evolve` and `decide` of the saga
 * are its two halves, so that they can't disagree.
 */
export const step = (before: PaymentExecution, message: SagaMessage): Step => {
  const { state, asks } = heard(before, message)
  const effect = nextOf(state)
  if (effect === undefined) return { state, asks }
  const request: Ask = { request: effect }
  switch (effect.kind) {
    case 'lookAtPayment':
      return { state: { ...state, busy: effect, hint: false }, asks: [...asks, request] }
    case 'giveUpPayment':
      return { state: { ...state, cancelled: true }, asks: [...asks, request] }
    case 'createPayment':
    case 'confirmPayment':
    case 'capturePayment':
    case 'cancelPayment':
    case 'createRefund':
      return { state: { ...state, busy: effect }, asks: [...asks, request] }
    default:
      throw new Error(`${effect.kind} is not asked of the provider`)
  }
}

const heard = (before: PaymentExecution, message: SagaMessage): Step => {
  switch (message.type) {
    case 'input':
      return onEvent(before, message.input)
    case 'timer':
      return onTimer(before, message.name)
    case 'succeeded':
    case 'refused':
    case 'unknown':
      return onOutcome(before, message)
    default:
      return exhausted(message)
  }
}

const onTimer = (state: PaymentExecution, name: string): Step => {
  if (name === 'ask') return { state: { ...state, hint: true, looks: state.looks + 1 }, asks: [] }
  // Looked at once more, and if that settles nothing, asked for once more.
  if (name === 'push')
    return { state: state.parked ? { ...state, parked: false, hint: true } : state, asks: [] }
  const { payment } = state
  return payment.kind === 'existing' && isOpen(payment)
    ? {
        state,
        asks: [
          {
            request: { kind: 'cancelWish', paymentId: payment.paymentId, reason: 'EXPIRED' },
          },
        ],
      }
    : { state, asks: [] }
}

const isOpen = (payment: ExistingPayment): boolean =>
  !isEnded(payment) && payment.standing !== 'REQUIRES_CAPTURE' && payment.cancellation === undefined

type Outcome = Extract<SagaMessage, { readonly effectId: string }>

const onOutcome = (before: PaymentExecution, message: Outcome): Step => {
  const { kind } = message
  if (isBooking(kind)) return booked(before, message)
  const { busy, ...state } = before
  // What the payment itself was told needs no answer.
  if (busy?.kind !== kind) return { state: before, asks: [] }
  if (message.type === 'unknown') return unsureOf(state, busy, message.reason)
  if (message.type === 'refused') return unsureOf(state, busy, message.code)
  return busy.kind === 'lookAtPayment'
    ? onLook(state, LookResult.parse(message.result))
    : onOperation(state, busy, OperationResult.parse(message.result))
}
