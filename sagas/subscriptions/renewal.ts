import { z } from 'zod'
import { exhausted } from '../../domain/shared/values.ts'
import { amountOf } from '../../domain/shared/money.ts'
import { msOf } from '../../domain/shared/instant.ts'
import { addMs, dayMs, monthsOf } from '../../domain/subscriptions/calendar.ts'
import { renewalAmount } from '../../domain/subscriptions/periods.ts'
import { firstPaymentHours, upcomingDays } from '../../domain/subscriptions/policy.ts'
import { category } from '../../domain/subscriptions/subscription.ts'
import type { Charge, SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import {
  isEnded,
  type ExistingSubscription,
} from '../../domain/subscriptions/subscription-state.ts'
import type { Saga, SagaAction, SagaMessage } from '../runtime/saga.ts'
import type { RenewalEffect } from './effects.ts'
import { evolve, initial, type Renewal } from './renewal-state.ts'

/** What came of asking the wallet. */
export const ChargeResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('PAID'), chargeId: z.string() }),
  z.strictObject({ outcome: z.literal('REFUSED'), chargeId: z.string(), code: z.string() }),
])

type Action = SagaAction<RenewalEffect>
type TimerName = 'periodEnd' | 'upcoming' | 'dunning' | 'patience' | 'pauseEnd'

const request = (effect: RenewalEffect): Action => ({ do: 'request', effect })
const schedule = (name: TimerName, dueAt: string): Action => ({ do: 'schedule', name, dueAt })
const unschedule = (...names: readonly TimerName[]): readonly Action[] =>
  names.map((name) => ({ do: 'unschedule', name }))

const decide = (message: SagaMessage, before: Renewal, now: string): readonly Action[] => {
  const state = evolve(before, message)
  const { subscription } = state
  if (subscription.kind !== 'existing') return []
  switch (message.type) {
    case 'input':
      // The routes let only events of subscriptions through, out of the log, where they were checked.
      return onEvent(message.input as SubscriptionEvent, subscription, now)
    case 'timer':
      return onTimer(message.name, subscription)
    case 'succeeded':
      return onSuccess(message.kind, message.result, subscription, state)
    case 'refused':
      // What is open is asked for first; when that is settled the end of the period comes up again.
      return message.kind === 'endPeriod' && message.code === 'SUBSCRIPTION_PAYMENT_PENDING'
        ? []
        : halt(message.kind, message.code)
    case 'unknown':
      return halt(message.kind, 'UNKNOWN')
    default:
      return exhausted(message)
  }
}

/** Nothing else is ever refused while the house is in order: stop where a person can see it. */
const halt = (kind: string, code: string): readonly Action[] => [
  { do: 'end', outcome: `HALTED ${kind} ${code}` },
]

const onEvent = (
  event: SubscriptionEvent,
  subscription: ExistingSubscription,
  now: string,
): readonly Action[] => {
  switch (event.type) {
    case 'SubscriptionStarted': {
      const { charge, at } = event.data
      const patience = schedule('patience', addMs(at, firstPaymentHours * 3_600_000))
      const first = charge === undefined ? [] : [chargePeriod(subscription, charge), patience]
      return [...first, ...untilEnd(subscription, now)]
    }
    case 'SubscriptionRenewed': {
      const { charge } = event.data
      const next = charge === undefined ? [] : [chargePeriod(subscription, charge)]
      return [...next, ...untilEnd(subscription, now)]
    }
    case 'SubscriptionPaymentSucceeded':
      return [...unschedule('dunning', 'patience'), ...overdueEnd(subscription, now)]
    case 'SubscriptionPaymentFailed': {
      const { nextAttemptAt } = event.data
      return nextAttemptAt === undefined ? [] : [schedule('dunning', nextAttemptAt)]
    }
    case 'SubscriptionPaymentRequested':
      return [chargePeriod(subscription, event.data.charge)]
    case 'PlanChangeStarted': {
      const { charge, credit } = event.data
      const { subscriptionId, organisation, sellerOrganisation, commissionBasisPoints } =
        subscription
      return [
        request({
          kind: 'charge',
          ...{ subscriptionId, organisation, sellerOrganisation, commissionBasisPoints, charge },
          appId: subscription.appId,
          ...(credit === undefined ? {} : { credit }),
          purpose: 'PLAN_CHANGE',
        }),
      ]
    }
    case 'PlanChanged': {
      const { credit, charge } = event.data
      const { organisation } = subscription
      const alone = credit !== undefined && charge === undefined
      return [
        ...(alone
          ? [request({ kind: 'refund', organisation, credit, reason: 'PLAN_CHANGE' })]
          : []),
        ...untilEnd(subscription, now),
      ]
    }
    case 'PlanChangeDeclined':
      return overdueEnd(subscription, now)
    case 'PlanChangeScheduled':
    case 'PlanChangeUnscheduled':
      return announcement(subscription, now)
    case 'SubscriptionPaused':
      return [...unschedule('periodEnd', 'upcoming'), schedule('pauseEnd', event.data.until)]
    case 'SubscriptionResumed':
      return [...unschedule('pauseEnd'), ...untilEnd(subscription, now)]
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return settle(event, subscription.organisation)
    case 'SubscriptionAbandoned':
    case 'SubscriptionRenewalUpcoming':
    case 'SubscriptionVersionChanged':
    case 'SubscriptionCancellationScheduled':
    case 'SubscriptionCancellationWithdrawn':
      return []
    default:
      return exhausted(event)
  }
}

const chargePeriod = (
  {
    subscriptionId,
    organisation,
    sellerOrganisation,
    commissionBasisPoints,
    appId,
  }: ExistingSubscription,
  charge: Charge,
): Action =>
  request({
    kind: 'charge',
    ...{ subscriptionId, organisation, sellerOrganisation, commissionBasisPoints, charge, appId },
    purpose: 'SUBSCRIPTION_PERIOD',
  })

/** The next that time brings: the period's end, and before it a word to the buyer. */
const untilEnd = (subscription: ExistingSubscription, now: string): readonly Action[] => {
  const { end } = subscription.period
  return end === undefined
    ? unschedule('periodEnd', 'upcoming')
    : [schedule('periodEnd', end), ...announcement(subscription, now)]
}

const announcement = (subscription: ExistingSubscription, now: string): readonly Action[] => {
  const { period, status } = subscription
  if (period.end === undefined || status === 'PAUSED') return []
  const costs = amountOf(renewalAmount(subscription)) > 0n
  const days = upcomingDays(monthsOf(subscription.plan.pricing) ?? 1)
  const dueAt = addMs(period.end, -days * dayMs)
  return costs && msOf(dueAt) > msOf(now) ? [schedule('upcoming', dueAt)] : unschedule('upcoming')
}

/** The period ended while a payment was open, and was told to wait. */
const overdueEnd = ({ period: { end } }: ExistingSubscription, now: string): readonly Action[] =>
  end !== undefined && msOf(end) <= msOf(now) ? [schedule('periodEnd', end)] : []

type Ending = Extract<
  SubscriptionEvent,
  { readonly type: 'SubscriptionCancelled' | 'SubscriptionExpired' }
>

const settle = (
  { data: { voids, refund: credit, reason } }: Ending,
  organisation: string,
): readonly Action[] => [
  ...unschedule('periodEnd', 'upcoming', 'dunning', 'patience', 'pauseEnd'),
  ...(voids === undefined
    ? []
    : [request({ kind: 'voidCharge', organisation, charge: voids, reason })]),
  ...(credit === undefined ? [] : [request({ kind: 'refund', organisation, credit, reason })]),
  ...(voids === undefined && credit === undefined ? [{ do: 'end', outcome: reason } as const] : []),
]

const onTimer = (name: string, subscription: ExistingSubscription): readonly Action[] => {
  const { subscriptionId, period, segment } = subscription
  const { index, end } = period
  switch (name) {
    case 'periodEnd':
      return end === undefined ? [] : [request({ kind: 'endPeriod', subscriptionId, index, end })]
    case 'upcoming':
      return end === undefined
        ? []
        : [request({ kind: 'announceRenewal', subscriptionId, index, end })]
    case 'dunning': {
      const { charge, payment } = segment
      return charge === undefined || payment === 'PAID' ? [] : [chargePeriod(subscription, charge)]
    }
    case 'patience':
      return [request({ kind: 'expire', subscriptionId, why: 'UNPAID' })]
    case 'pauseEnd':
      return [request({ kind: 'expire', subscriptionId, why: 'PAUSED' })]
    default:
      return []
  }
}

const onSuccess = (
  kind: string,
  result: unknown,
  subscription: ExistingSubscription,
  { owed }: Renewal,
): readonly Action[] => {
  const { subscriptionId } = subscription
  if (kind === 'charge') {
    const charged = ChargeResult.parse(result)
    const { chargeId } = charged
    return [
      charged.outcome === 'PAID'
        ? request({ kind: 'recordPayment', subscriptionId, chargeId })
        : request({ kind: 'recordFailure', subscriptionId, chargeId, code: charged.code }),
    ]
  }
  const isSettled = kind === 'refund' || kind === 'voidCharge'
  return isSettled && isEnded(subscription) && owed === 0
    ? [{ do: 'end', outcome: subscription.status }]
    : []
}

/** Carries a subscription from period to period: asks for what each costs, once, and for what is due back at the end. */
export const subscriptionRenewal: Saga<Renewal, RenewalEffect> = {
  name: 'subscriptionRenewal',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    SubscriptionStarted: { starts: 'subscriptionId' },
    SubscriptionRenewed: { continues: 'subscriptionId' },
    SubscriptionRenewalUpcoming: { continues: 'subscriptionId' },
    SubscriptionPaymentSucceeded: { continues: 'subscriptionId' },
    SubscriptionPaymentFailed: { continues: 'subscriptionId' },
    SubscriptionPaymentRequested: { continues: 'subscriptionId' },
    PlanChangeStarted: { continues: 'subscriptionId' },
    PlanChangeDeclined: { continues: 'subscriptionId' },
    PlanChanged: { continues: 'subscriptionId' },
    PlanChangeScheduled: { continues: 'subscriptionId' },
    PlanChangeUnscheduled: { continues: 'subscriptionId' },
    SubscriptionPaused: { continues: 'subscriptionId' },
    SubscriptionResumed: { continues: 'subscriptionId' },
    SubscriptionVersionChanged: { continues: 'subscriptionId' },
    SubscriptionCancellationScheduled: { continues: 'subscriptionId' },
    SubscriptionCancellationWithdrawn: { continues: 'subscriptionId' },
    SubscriptionCancelled: { continues: 'subscriptionId' },
    SubscriptionExpired: { continues: 'subscriptionId' },
  },
  // What was bought once waits for nothing.
  mayRest: true,
  initial,
  evolve,
  decide,
}
