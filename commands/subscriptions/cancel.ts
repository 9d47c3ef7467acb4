import { z } from 'zod'
import { onOwnSubscription, SubscriptionInput } from './on-own-subscription.ts'
import { runsLeft } from './runs-left.ts'

/** Ends a subscription: at once, with or without what is left being given back, or when the period is over. */
export const cancelSubscription = onOwnSubscription(
  'subscriptions.cancel',
  SubscriptionInput.extend({
    when: z.enum(['NOW', 'PERIOD_END']),
    refund: z.boolean().default(true),
  }),
  async ({ when, refund }, tools, state) =>
    when === 'NOW'
      ? { type: 'CancelNow', refund, ...(await runsLeft(tools, state)) }
      : { type: 'CancelAtPeriodEnd' },
)

/** It goes on after all. */
export const withdrawCancellation = onOwnSubscription(
  'subscriptions.withdraw-cancellation',
  SubscriptionInput,
  () => ({ type: 'WithdrawCancellation' }),
)
