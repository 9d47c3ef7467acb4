import { exhausted } from '../shared/values.ts'
import type { Entitlement } from './plan.ts'
import type { ExistingSubscription, SubscriptionStatus } from './subscription-state.ts'

/** While a payment that failed is tried again, what was bought goes on. PENDING was never paid; PAUSED stands still. */
export const isInForce = (status: SubscriptionStatus): boolean => {
  switch (status) {
    case 'TRIALING':
    case 'ACTIVE':
    case 'PAST_DUE':
      return true
    case 'PENDING':
    case 'PAUSED':
    case 'CANCELLED':
    case 'EXPIRED':
      return false
    default:
      return exhausted(status)
  }
}

type Entitled = Pick<ExistingSubscription, 'status' | 'plan' | 'period'>

/** What a subscription gives now: nothing while it is not in force. */
export const entitlementsOf = ({ status, plan }: Entitled): readonly Entitlement[] =>
  isInForce(status) ? plan.entitlements : []

/** A feature as it stands: a switch, a value, or a quota that counts from the start of this period. */
export type EntitlementState =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'BOOLEAN' }
  | { readonly kind: 'STATIC'; readonly value: string }
  | { readonly kind: 'METERED'; readonly quota: number; readonly periodIndex: number }

export const entitlementTo = (subscription: Entitled, feature: string): EntitlementState => {
  const found = entitlementsOf(subscription).find((each) => each.feature === feature)
  if (found === undefined) return { kind: 'NONE' }
  switch (found.kind) {
    case 'BOOLEAN':
      return { kind: 'BOOLEAN' }
    case 'STATIC':
      return { kind: 'STATIC', value: found.value }
    case 'METERED':
      return { kind: 'METERED', quota: found.quota, periodIndex: subscription.period.index }
    default:
      return exhausted(found)
  }
}

/** What is left of a quota when so much is used; never less than nothing. */
export const leftOf = (quota: number, used: number): number => Math.max(quota - used, 0)
