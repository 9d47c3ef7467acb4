import { isEnded } from '../../../domain/billing/payments/payment-state.ts'
import type { PaymentEffect, ProviderEffect } from './effects.ts'
import type { PaymentExecution } from './execution-state.ts'

/** What is to be asked of the provider now, if anything: one thing at a time, and what is unsure first. */
export const nextOf = (state: PaymentExecution): PaymentEffect | undefined => {
  const { payment, busy, unsure, hint, ready, parked } = state
  if (payment.kind === 'absent' || busy !== undefined) return undefined
  const { paymentId } = payment
  const look: ProviderEffect = { kind: 'lookAtPayment', paymentId }
  if (unsure !== undefined || parked) return hint ? look : undefined
  return (isEnded(payment) ? undefined : wished(state)) ?? (hint ? look : refund(paymentId, ready))
}

const refund = (paymentId: string, [refundId]: readonly string[]): ProviderEffect | undefined =>
  refundId === undefined ? undefined : { kind: 'createRefund', paymentId, refundId }

const wished = (state: PaymentExecution): PaymentEffect | undefined => {
  const { payment, created, confirmed, captured, cancelled } = state
  if (payment.kind === 'absent') return undefined
  const { paymentId, cancellation, attempts, captureRequested } = payment
  if (cancellation !== undefined) {
    if (cancelled) return undefined
    return created
      ? { kind: 'cancelPayment', paymentId }
      : { kind: 'giveUpPayment', paymentId, operation: 'CREATE', code: cancellation }
  }
  if (!created) return { kind: 'createPayment', paymentId }
  const attemptId = attempts.at(-1)?.attemptId
  if (attemptId !== undefined && attemptId !== confirmed)
    return { kind: 'confirmPayment', paymentId, attemptId }
  return captureRequested === undefined || captured
    ? undefined
    : { kind: 'capturePayment', paymentId }
}
