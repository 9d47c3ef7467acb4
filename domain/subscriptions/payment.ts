import type { Decision } from '../shared/decider.ts'
import { cancelled } from './ending.ts'
import { nextAttempt } from './policy.ts'
import { factOf } from './standing.ts'
import type { SubscriptionEvent } from './subscription-events.ts'
import { isEnded, walletOf, type ExistingSubscription } from './subscription-state.ts'

/** The charge was taken. What it does not pay for any more says nothing: it is given back by whoever gave that up. */
export const recordPayment = (
  state: ExistingSubscription,
  chargeId: string,
  now: string,
): Decision<SubscriptionEvent> => {
  if (isEnded(state)) return []
  const fact = factOf(state, now)
  const { change, segment, period } = state
  if (change?.charge.chargeId === chargeId)
    return [{ type: 'PlanChanged', data: { ...fact, ...change } }]
  const { charge, payment } = segment
  if (charge?.chargeId !== chargeId || payment === 'PAID') return []
  const walletId = walletOf(state.organisation, state.plan)
  const data = { ...fact, walletId, charge, periodIndex: period.index }
  return [{ type: 'SubscriptionPaymentSucceeded', data }]
}

/** The wallet said no. A change of plan is off then; a period is asked for again, by the steps of the policy. */
export const recordFailure = (
  state: ExistingSubscription,
  chargeId: string,
  code: string,
  now: string,
): Decision<SubscriptionEvent> => {
  if (isEnded(state)) return []
  const fact = factOf(state, now)
  const { change, segment, period } = state
  if (change?.charge.chargeId === chargeId) {
    const { plan, charge } = change
    return [{ type: 'PlanChangeDeclined', data: { ...fact, plan, charge, code } }]
  }
  const { charge, payment, failedSince: since = now } = segment
  if (charge?.chargeId !== chargeId || payment === 'PAID') return []
  const walletId = walletOf(state.organisation, state.plan)
  const data = { ...fact, walletId, charge, periodIndex: period.index, code, since }
  const failed = { type: 'SubscriptionPaymentFailed', data } as const
  // A first payment has its own patience.
  if (state.status === 'PENDING') return [failed]
  const next = nextAttempt(since, now)
  return next === undefined
    ? [failed, cancelled(state, 'UNPAID', { voids: charge }, now)]
    : [{ ...failed, data: { ...data, nextAttemptAt: next } }]
}
