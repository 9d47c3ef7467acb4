import type { SagaMessage } from '../../runtime/saga.ts'
import type { BookingEffect } from './effects.ts'
import type { Ask, PaymentExecution, Step } from './execution-state.ts'

const kinds: readonly string[] = [
  'creditWallet',
  'settleCapture',
  'failCapture',
  'withdraw',
  'settleWithdrawal',
  'returnWithdrawal',
  'creditReturned',
  'openDispute',
  'closeDispute',
] satisfies readonly BookingEffect['kind'][]

export const isBooking = (kind: string): boolean => kinds.includes(kind)

/** Bookings are made one after the other: a dispute is not closed before it is open. */
export const enqueue = (state: PaymentExecution, more: readonly BookingEffect[]): Step => {
  const bookings = [...state.bookings, ...more]
  const [first] = more
  const isIdle = state.bookings.length === 0 && first !== undefined
  return { state: { ...state, bookings }, asks: isIdle ? [{ request: first }] : [] }
}

type Outcome = Extract<SagaMessage, { readonly effectId: string }>

/** The first is done, or refused for good: then a person has to look, but for a refund that the wallet can't pay. */
export const booked = (before: PaymentExecution, message: Outcome): Step => {
  const [first, ...bookings] = before.bookings
  if (first === undefined) return { state: before, asks: [] }
  const [next] = bookings
  const onward: readonly Ask[] = next === undefined ? [] : [{ request: next }]
  const state = { ...before, bookings }
  if (message.type === 'succeeded') return { state: given(state, first), asks: onward }
  const code = message.type === 'refused' ? message.code : 'UNKNOWN'
  return { state, asks: [...refused(before, first, code), ...onward] }
}

const given = (state: PaymentExecution, booking: BookingEffect): PaymentExecution =>
  booking.kind === 'withdraw'
    ? {
        ...state,
        ready: [...state.ready, booking.refundId],
        withdrawn: [...state.withdrawn, booking.refundId],
      }
    : state

const refused = (
  { payment }: PaymentExecution,
  booking: BookingEffect,
  code: string,
): readonly Ask[] => {
  if (payment.kind === 'absent') return []
  const { paymentId } = payment
  if (booking.kind === 'withdraw')
    return [{ request: { kind: 'failRefund', paymentId, refundId: booking.refundId, code } }]
  const { amount, asset } = booking.amount
  const detail = `The wallet refused ${booking.kind} of ${amount} ${asset}: ${code}.`
  const about = `${booking.kind} ${aboutOf(booking)}`
  return [{ request: { kind: 'reportPayment', paymentId, code: 'BOOKING_REFUSED', detail, about } }]
}

const aboutOf = (booking: BookingEffect): string =>
  'disputeId' in booking ? booking.disputeId : 'refundId' in booking ? booking.refundId : ''
