import { amountOf, money, type Money } from '../shared/money.ts'
import { exhausted } from '../shared/values.ts'
import type { Plan } from './plan.ts'
import type { Charge, Parties } from './subscription-events.ts'
import type { ExistingSubscription } from './subscription-state.ts'

/** What every event of a subscription says of it. */
export const factOf = (
  { subscriptionId, organisation, subscriber, appId, sellerOrganisation }: ExistingSubscription,
  at: string,
): Parties & { readonly at: string } => ({
  subscriptionId,
  organisation,
  subscriber,
  appId,
  sellerOrganisation,
  at,
})

/** It may be used, and nothing is owed for long. */
export const isInGoodStanding = ({ status }: ExistingSubscription): boolean =>
  status === 'TRIALING' || status === 'ACTIVE'

/** A charge is under way, of a period or of a change of plan. */
export const isSettling = ({ segment, change }: ExistingSubscription): boolean =>
  change !== undefined || segment.payment === 'DUE'

/** What a period costs in advance. Runs that are paid for one by one are not in it. */
export const priceOfPeriod = ({ pricing, asset }: Plan): Money => {
  switch (pricing.kind) {
    case 'MONTHLY':
    case 'YEARLY':
    case 'ONE_TIME':
      return money(BigInt(pricing.price), asset)
    case 'FREE':
    case 'PAY_PER_USE':
    case 'TIERED':
      return money(0n, asset)
    default:
      return exhausted(pricing)
  }
}

export const chargeIfAny = (plan: Plan, chargeId: string): { readonly charge?: Charge } =>
  chargeOf(priceOfPeriod(plan), chargeId)

export const chargeOf = (amount: Money, chargeId: string): { readonly charge?: Charge } =>
  amountOf(amount) === 0n ? {} : { charge: { chargeId, amount } }
