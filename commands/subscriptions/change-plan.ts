import { z } from 'zod'
import { isRejection } from '../../domain/shared/rejection.ts'
import { onOwnSubscription, SubscriptionInput } from './on-own-subscription.ts'
import { ChosenPlan, planOnSale } from './plan-on-sale.ts'
import { runsLeft } from './runs-left.ts'

/** To another plan of the same app, or to its price of today: now, with what is left settled, or when the period is over. */
export const changePlan = onOwnSubscription(
  'subscriptions.change-plan',
  SubscriptionInput.extend({ ...ChosenPlan.shape, when: z.enum(['NOW', 'PERIOD_END']) }),
  async ({ subscriptionId: _, when, ...chosen }, tools, state) => {
    const sale = await planOnSale(tools, state.appId, chosen)
    if (isRejection(sale)) return sale
    return { type: 'ChangePlan', plan: sale.plan, when, ...(await runsLeft(tools, state)) }
  },
)
