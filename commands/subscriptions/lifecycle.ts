import { onOwnSubscription, SubscriptionInput } from './on-own-subscription.ts'

/** Stops the clock of a subscription: nothing is renewed, nothing can be used. */
export const pauseSubscription = onOwnSubscription(
  'subscriptions.pause',
  SubscriptionInput,
  () => ({
    type: 'Pause',
  }),
)

/** Goes on with what was left of the period. */
export const resumeSubscription = onOwnSubscription(
  'subscriptions.resume',
  SubscriptionInput,
  () => ({ type: 'Resume' }),
)

/** Takes back a change of plan that waits for the end of the period. */
export const unschedulePlanChange = onOwnSubscription(
  'subscriptions.unschedule-plan-change',
  SubscriptionInput,
  () => ({ type: 'UnscheduleChange' }),
)

/** Has a payment that failed tried again now. */
export const paySubscription = onOwnSubscription('subscriptions.pay', SubscriptionInput, () => ({
  type: 'RequestPayment',
}))
