import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { quotaOfRuns } from '../../../domain/subscriptions/entitled.ts'
import { isInGoodStanding } from '../../../domain/subscriptions/standing.ts'
import type { ExistingSubscription } from '../../../domain/subscriptions/subscription-state.ts'
import { usageIdOf } from '../../../domain/subscriptions/usage.ts'
import type { Right } from './right.ts'

/** The right that a subscription gives: its pinned version, at its pinned price, as often as its plan has it. */
export const rightOf = (subscription: ExistingSubscription): Right | Rejection => {
  const { subscriptionId, appId, versionId, sellerOrganisation, plan, period } = subscription
  if (!isInGoodStanding(subscription))
    return reject('SUBSCRIPTION_REQUIRED', `The subscription is ${subscription.status}.`)
  const quota = quotaOfRuns(plan)
  return {
    appId,
    versionId,
    sellerOrganisation,
    plan,
    commissionBasisPoints: subscription.commissionBasisPoints,
    subscriptionId,
    usage: {
      usageId: usageIdOf(subscriptionId, period.index),
      ...(quota === undefined ? {} : { quota }),
    },
  }
}
