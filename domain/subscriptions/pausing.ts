import type { Decision } from '../shared/decider.ts'
import { msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { addMs, dayMs } from './calendar.ts'
import { longestPauseDays } from './policy.ts'
import { factOf, isInGoodStanding, isSettling } from './standing.ts'
import type { SubscriptionEvent } from './subscription-events.ts'
import type { ExistingSubscription } from './subscription-state.ts'

/** The clock of the subscription stops: what is left of the period is kept for later. */
export const pause = (state: ExistingSubscription, now: string): Decision<SubscriptionEvent> => {
  if (state.status === 'PAUSED') return []
  if (isSettling(state))
    return reject('SUBSCRIPTION_PAYMENT_PENDING', 'A payment is just being made.')
  if (!isInGoodStanding(state))
    return reject(
      'ILLEGAL_SUBSCRIPTION_TRANSITION',
      `One that is ${state.status} cannot be paused.`,
    )
  const { end } = state.period
  const left = end === undefined ? {} : { remainingMs: Math.max(msOf(end) - msOf(now), 0) }
  const until = addMs(now, longestPauseDays * dayMs)
  return [{ type: 'SubscriptionPaused', data: { ...factOf(state, now), ...left, until } }]
}

/** The period goes on with what was left of it. */
export const resume = (state: ExistingSubscription, now: string): Decision<SubscriptionEvent> => {
  const { pause: paused, period } = state
  if (paused === undefined) return []
  const { remainingMs } = paused
  const resumed = remainingMs === undefined ? period : { ...period, end: addMs(now, remainingMs) }
  return [{ type: 'SubscriptionResumed', data: { ...factOf(state, now), period: resumed } }]
}
