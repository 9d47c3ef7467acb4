import type { DomainEvent } from '../../../domain/shared/event.ts'
import {
  evolve as evolvePayment,
  type ExistingPayment,
  type PaymentEvent,
} from '../../../domain/billing/payments/payment-state.ts'
import { enqueue, isBooking } from './booking-queue.ts'
import { bookingsOf } from './bookings.ts'
import type { BookingEffect, PaymentEffect } from './effects.ts'
import type { Ask, PaymentExecution, Step } from './execution-state.ts'
import { deadlineOf, nextLook } from './schedule.ts'

/** Something happened to the payment, or its provider says that something may have. */
export const onEvent = (before: PaymentExecution, input: DomainEvent): Step => {
  if (isHint(input)) return { state: { ...before, hint: true }, asks: [] }
  // The routes let only events of payments through, out of the log, where they were checked.
  const event = input as PaymentEvent
  const payment = evolvePayment(before.payment, event)
  if (payment.kind === 'absent') return { state: before, asks: [] }
  const follows = bookingsOf(event, payment, before.withdrawn)
  const queued = enqueue(withWish({ ...before, payment }, event), follows.filter(isForWallet))
  const reports = follows.filter((effect) => !isForWallet(effect)).map(toRequest)
  return { ...queued, asks: [...queued.asks, ...reports, ...asksOf(event, payment)] }
}

const isHint = ({ type }: DomainEvent): boolean =>
  type === 'ProviderNoticeReceived' || type.startsWith('TokenPayment')

const isForWallet = (effect: PaymentEffect): effect is BookingEffect => isBooking(effect.kind)
const toRequest = (request: PaymentEffect): Ask => ({ request })

/** A new wish is tried, whatever became of those before. */
const withWish = (state: PaymentExecution, { type, data }: PaymentEvent): PaymentExecution => {
  switch (type) {
    case 'PaymentConfirmationRequested':
    case 'PaymentCaptureRequested':
    case 'PaymentCancellationRequested':
      return { ...state, looks: 0 }
    case 'PaymentRefundRequested':
      // Without a wallet nothing has to be taken from one first.
      return data.walletId === undefined
        ? { ...state, ready: [...state.ready, data.refundId] }
        : state
    default:
      return state
  }
}

const soon: Ask = { timer: 'ask', inSeconds: nextLook(0) }

const asksOf = (event: PaymentEvent, payment: ExistingPayment): readonly Ask[] => {
  const { paymentId, offSession, purpose } = payment
  const cancel = (reason: string): Ask => ({ request: { kind: 'cancelWish', paymentId, reason } })
  switch (event.type) {
    case 'PaymentRequested':
      return [{ timer: 'deadline', inSeconds: deadlineOf(purpose.kind) }]
    case 'PaymentDeclined':
      // Nobody is there to try another card; a job's card is the one that it was submitted with.
      return offSession || purpose.kind === 'JOB' ? [cancel(event.data.code)] : [soon]
    case 'PaymentActionRequired':
      return offSession ? [cancel('AUTHENTICATION_REQUIRED')] : [soon]
    case 'PaymentProcessing':
    case 'PaymentConfirmationRequired':
    case 'PaymentMethodRequired':
    case 'PaymentRefundPending':
      return [soon]
    case 'PaymentAuthorised':
      return [{ clear: 'deadline' }, soon]
    case 'PaymentSucceeded':
    case 'PaymentCancelled':
      return [{ clear: 'deadline' }, { clear: 'ask' }]
    default:
      return []
  }
}
