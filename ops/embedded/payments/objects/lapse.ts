import type { Draft } from '../core/draft.ts'
import type { PaymentIntent } from '../core/stored.ts'

/** Cancels an intent; an authorisation goes back to the card. */
export const lapse = (
  draft: Draft,
  intent: PaymentIntent,
  reason: string | null = 'automatic',
): PaymentIntent => {
  const over = draft.put({
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    next_action: null,
    cancellation_reason: reason,
    canceled_at: draft.now,
  })
  draft.emit('payment_intent.canceled', over)
  return over
}

/** Whether the bank holds the money of an authorisation no longer. */
export const isLapsed = (draft: Draft, intent: PaymentIntent): boolean => {
  if (intent.status !== 'requires_capture') return false
  const charge = draft.get('charge', intent.latest_charge ?? '')
  const { capture_before: before = Infinity } = charge.payment_method_details.card
  return draft.now >= before
}
