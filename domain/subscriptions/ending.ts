import type { Decision, DecisionMeta } from '../shared/decider.ts'
import { amountOf } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { refundOf, withinRunsLeft, type RunsLeft } from './policy.ts'
import { stretchAt, type Stretch } from './proration.ts'
import { factOf } from './standing.ts'
import type { Charge, Credit, SubscriptionEvent } from './subscription-events.ts'
import { walletOf, type ExistingSubscription } from './subscription-state.ts'

type Settlement = { readonly voids?: Charge; readonly refund?: Credit }
type Event<Type extends SubscriptionEvent['type']> = Extract<
  SubscriptionEvent,
  { readonly type: Type }
>

export const cancelled = (
  state: ExistingSubscription,
  reason: Event<'SubscriptionCancelled'>['data']['reason'],
  settlement: Settlement,
  now: string,
): Event<'SubscriptionCancelled'> => ({
  type: 'SubscriptionCancelled',
  data: {
    ...factOf(state, now),
    walletId: walletOf(state.organisation, state.plan),
    ...settlement,
    reason,
  },
})

/** An unpaid charge is never taken; of a paid one the buyer gets back what the policy says, if asked for. */
export const cancelNow = (
  state: ExistingSubscription,
  { refund, runs }: { readonly refund: boolean; readonly runs?: RunsLeft },
  meta: DecisionMeta,
): Decision<SubscriptionEvent> => {
  if (state.change !== undefined)
    return reject('SUBSCRIPTION_PAYMENT_PENDING', 'A change of plan is just being paid for.')
  const settlement = unpaidOf(state)
  const back = refund ? creditOfRest(state, meta, runs) : {}
  return [cancelled(state, 'REQUESTED', { ...settlement, ...refundIn(back) }, meta.now)]
}

const refundIn = ({ credit }: { readonly credit?: Credit }): Settlement =>
  credit === undefined ? {} : { refund: credit }

const unpaidOf = ({ segment: { charge, payment } }: ExistingSubscription): Settlement =>
  charge === undefined || payment === 'PAID' ? {} : { voids: charge }

/** What is left of what was paid for the time since the last charge; nothing when that is nothing. */
export const creditOfRest = (
  state: ExistingSubscription,
  meta: DecisionMeta,
  runs?: RunsLeft,
): { readonly credit?: Credit } => {
  const { segment, plan } = state
  const { charge, payment, since } = segment
  if (charge === undefined || payment !== 'PAID') return {}
  const rest = refundOf(plan, charge.amount, restOf(state, meta.now), since, meta.now)
  const amount = withinRunsLeft(rest, charge.amount, runs)
  return amountOf(amount) === 0n
    ? {}
    : { credit: { chargeId: charge.chargeId, refundId: meta.id('refund'), amount } }
}

/** Of the time that the last charge pays for. While it is paused, its clock stands. */
const restOf = (
  { period, pause, segment }: ExistingSubscription,
  now: string,
): Stretch | undefined =>
  period.end === undefined
    ? undefined
    : stretchAt(
        { start: segment.since, end: period.end, pausedMs: segment.pausedMs },
        pause?.at ?? now,
      )

export const expire = (
  state: ExistingSubscription,
  reason: Event<'SubscriptionExpired'>['data']['reason'],
  now: string,
): Decision<SubscriptionEvent> => [
  {
    type: 'SubscriptionExpired',
    data: {
      ...factOf(state, now),
      walletId: walletOf(state.organisation, state.plan),
      ...unpaidOf(state),
      reason,
    },
  },
]
