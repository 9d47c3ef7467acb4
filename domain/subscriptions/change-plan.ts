import type { Decision, DecisionMeta } from '../shared/decider.ts'
import { amountOf, money } from '../shared/money.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { monthsOf } from './calendar.ts'
import { creditOfRest } from './ending.ts'
import { periodFrom } from './periods.ts'
import type { Plan } from './plan.ts'
import type { RunsLeft } from './policy.ts'
import { priceOfRest, stretchAt } from './proration.ts'
import { chargeOf, factOf, isInGoodStanding, isSettling, priceOfPeriod } from './standing.ts'
import type { Charge, Period, SubscriptionEvent } from './subscription-events.ts'
import type { ExistingSubscription } from './subscription-state.ts'

const isSame = (one: Plan, other: Plan): boolean =>
  one.planId === other.planId && one.priceVersion === other.priceVersion

const refusalOf = (state: ExistingSubscription): Rejection | undefined => {
  if (isSettling(state))
    return reject('SUBSCRIPTION_PAYMENT_PENDING', 'A payment is just being made.')
  return isInGoodStanding(state)
    ? undefined
    : reject('ILLEGAL_SUBSCRIPTION_TRANSITION', `One that is ${state.status} changes no plan.`)
}

/**
 * To another plan at once. Periods of the same length: the period goes on, what is left of it is paid at the new price.
 * Else a new period begins. Either way what is left of the last charge is given back. A trial goes on as one.
 */
export const changePlanNow = (
  state: ExistingSubscription,
  { plan, runs }: { readonly plan: Plan; readonly runs?: RunsLeft },
  meta: DecisionMeta,
): Decision<SubscriptionEvent> => {
  const refused = refusalOf(state)
  if (refused !== undefined) return refused
  if (isSame(plan, state.plan)) return []
  const fact = factOf(state, meta.now)
  const since = meta.now
  if (state.status === 'TRIALING')
    return [{ type: 'PlanChanged', data: { ...fact, plan, period: state.period, since } }]
  if (plan.asset !== state.plan.asset)
    return reject('ASSET_MISMATCH', `A change to ${plan.asset} waits for the end of the period.`)
  const { period, charge } = termsOf(state, plan, meta)
  const credit = creditOfRest(state, meta, runs)
  return charge === undefined
    ? [{ type: 'PlanChanged', data: { ...fact, plan, period, since, ...credit } }]
    : [{ type: 'PlanChangeStarted', data: { ...fact, plan, period, charge, ...credit } }]
}

const termsOf = (
  { period, plan: from, pausedMs }: ExistingSubscription,
  plan: Plan,
  { now, id }: DecisionMeta,
): { readonly period: Period; readonly charge?: Charge } => {
  const price = priceOfPeriod(plan)
  const { start, end } = period
  if (monthsOf(plan.pricing) !== monthsOf(from.pricing))
    return { period: periodFrom(plan, period.index + 1, now), ...chargeOf(price, id('charge')) }
  if (end === undefined) return { period, ...chargeOf(price, id('charge')) }
  const rest =
    amountOf(price) === 0n
      ? money(0n, plan.asset)
      : priceOfRest(price, stretchAt({ start, end, pausedMs }, now))
  return { period, ...chargeOf(rest, id('charge')) }
}

/** To another plan when the period is over; back to the present one is no change. */
export const schedulePlan = (
  state: ExistingSubscription,
  plan: Plan,
  now: string,
): Decision<SubscriptionEvent> => {
  const { end } = state.period
  if (end === undefined)
    return reject('ILLEGAL_SUBSCRIPTION_TRANSITION', 'This one has no end of a period: change now.')
  const fact = factOf(state, now)
  if (isSame(plan, state.plan))
    return state.scheduledPlan === undefined ? [] : [{ type: 'PlanChangeUnscheduled', data: fact }]
  if (state.scheduledPlan !== undefined && isSame(plan, state.scheduledPlan)) return []
  return [{ type: 'PlanChangeScheduled', data: { ...fact, plan, effectiveAt: end } }]
}
