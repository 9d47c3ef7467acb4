import type { Decision } from '../shared/decider.ts'
import type { Money } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { addMonths, addMs, dayMs, monthsOf, startOfPeriod } from './calendar.ts'
import { cancelled } from './ending.ts'
import type { Plan } from './plan.ts'
import { chargeIfAny, factOf, isSettling, priceOfPeriod } from './standing.ts'
import type { Period, SubscriptionEvent } from './subscription-events.ts'
import type { ExistingSubscription } from './subscription-state.ts'

export const firstPeriod = (plan: Plan, trial: boolean, now: string): Period =>
  trial
    ? { index: 0, start: now, end: addMs(now, plan.trialDays * dayMs) }
    : periodFrom(plan, 0, now)

/** A period of this plan whose boundaries are counted from its own start. */
export const periodFrom = ({ pricing }: Plan, index: number, start: string): Period => {
  const months = monthsOf(pricing)
  return months === undefined ? { index, start } : { index, start, end: addMonths(start, months) }
}

/** What the next period will cost. */
export const renewalAmount = ({ plan, scheduledPlan }: ExistingSubscription): Money =>
  priceOfPeriod(scheduledPlan ?? plan)

/**
 * The period is over: the next one begins where it ended, however late this is decided, at the pinned price or that of the
 * plan it changes to; or the subscription ends. What is still owed comes first.
 */
export const renew = (
  state: ExistingSubscription,
  { chargeId, orphaned = false }: { readonly chargeId: string; readonly orphaned?: boolean },
  now: string,
): Decision<SubscriptionEvent> => {
  const { end, index } = state.period
  if (end === undefined) return []
  if (isSettling(state) || state.segment.payment === 'FAILED')
    return reject('SUBSCRIPTION_PAYMENT_PENDING', 'A payment for the period is still open.')
  if (state.cancelsAtPeriodEnd || orphaned) return [cancelled(state, 'PERIOD_END', {}, now)]
  const plan = state.scheduledPlan ?? state.plan
  const months = monthsOf(plan.pricing)
  const next = index + 1
  const period =
    months !== undefined && months === monthsOf(state.plan.pricing)
      ? { index: next, start: end, end: startOfPeriod(state.anchor, next + 1, months) }
      : periodFrom(plan, next, end)
  const data = { ...factOf(state, now), plan, period, ...chargeIfAny(plan, chargeId) }
  return [{ type: 'SubscriptionRenewed', data }]
}
