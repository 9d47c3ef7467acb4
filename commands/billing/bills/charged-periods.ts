import type { ServicePeriod } from '../../../domain/billing/bills/lines.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import type { SubscriptionEvent } from '../../../domain/subscriptions/subscription-events.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

/** What a charge of a subscription pays for. */
export type ChargedPeriod = {
  readonly appId: string
  readonly planId: string
  readonly plan: string
  readonly periodIndex: number
  readonly service: ServicePeriod
}

/** By charge, off the subscription's own stream: which asked for each before the wallet took it. */
export const chargedPeriods = async (
  store: EventStore,
  subscriptionId: string,
): Promise<ReadonlyMap<string, ChargedPeriod>> => {
  const recorded = await store.read(streamOf(subscription, subscriptionId))
  const periods = new Map<string, ChargedPeriod>()
  for (const each of recorded) {
    // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
    const event = decodeEvent(each) as SubscriptionEvent
    switch (event.type) {
      case 'SubscriptionStarted':
      case 'SubscriptionRenewed':
      case 'PlanChangeStarted': {
        const { charge, plan, period, appId, at } = event.data
        if (charge === undefined) break
        const start = event.type === 'PlanChangeStarted' ? at : period.start
        const { index: periodIndex, end } = period
        periods.set(charge.chargeId, {
          ...{ appId, planId: plan.planId, plan: plan.name, periodIndex },
          service: { start, ...(end === undefined ? {} : { end }) },
        })
        break
      }
      default:
    }
  }
  return periods
}
