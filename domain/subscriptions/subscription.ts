import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { amountOf } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import { changePlanNow, schedulePlan } from './change-plan.ts'
import { cancelNow, expire } from './ending.ts'
import { recordFailure, recordPayment } from './payment.ts'
import { firstPeriod, renewalAmount, renew } from './periods.ts'
import { pause, resume } from './pausing.ts'
import type { Plan } from './plan.ts'
import type { RunsLeft } from './policy.ts'
import { chargeIfAny, factOf, isInGoodStanding, isSettling } from './standing.ts'
import { definitions, type Parties, type SubscriptionEvent } from './subscription-events.ts'
import {
  evolve,
  initial,
  isEnded,
  walletOf,
  type ExistingSubscription,
  type Subscription,
} from './subscription-state.ts'

/** An organisation's right to use an app: its plan, price, version and commission are those of the day it was bought. */
export const category = 'subscription'

// Commands.
export type SubscriptionCommand = { readonly subscriptionId: string } & (
  | ({
      readonly type: 'StartSubscription'
      readonly plan: Plan
      readonly versionId: string
      readonly commissionBasisPoints: number
      readonly trial: boolean
      /** Of the first period's charge. */
      readonly chargeId: string
    } & Omit<Parties, 'subscriptionId'>)
  /** Sees to it that it never starts. */
  | { readonly type: 'AbandonSubscription' }
  /** The period of this index has come to this end. What follows costs under `chargeId`, unless there is none. */
  | {
      readonly type: 'EndPeriod'
      readonly index: number
      readonly end: string
      readonly chargeId: string
      /** Buyer or seller is closed: nobody is there to go on. */
      readonly orphaned?: boolean
    }
  | { readonly type: 'AnnounceRenewal'; readonly index: number; readonly end: string }
  | { readonly type: 'RecordPayment'; readonly chargeId: string }
  | { readonly type: 'RecordPaymentFailure'; readonly chargeId: string; readonly code: string }
  /** Asks for a payment that failed once more, before its time. */
  | { readonly type: 'RequestPayment' }
  | {
      readonly type: 'ChangePlan'
      readonly plan: Plan
      readonly when: 'NOW' | 'PERIOD_END'
      /** Of a plan with a quota of runs; so below. */
      readonly runs?: RunsLeft
    }
  | { readonly type: 'UnscheduleChange' }
  | { readonly type: 'Pause' }
  | { readonly type: 'Resume' }
  | { readonly type: 'ChangeVersion'; readonly versionId: string }
  | { readonly type: 'CancelNow'; readonly refund: boolean; readonly runs?: RunsLeft }
  | { readonly type: 'CancelAtPeriodEnd' }
  | { readonly type: 'WithdrawCancellation' }
  | { readonly type: 'ExpireUnpaid' }
  | { readonly type: 'ExpirePaused' }
)

export const decide = (
  command: SubscriptionCommand,
  state: Subscription,
  meta: DecisionMeta,
): Decision<SubscriptionEvent> => {
  if (command.type === 'AbandonSubscription')
    return state.kind === 'absent'
      ? [
          {
            type: 'SubscriptionAbandoned',
            data: { subscriptionId: command.subscriptionId, at: meta.now },
          },
        ]
      : []
  if (command.type === 'StartSubscription') {
    if (state.kind === 'absent') return start(command, meta)
    return reject('ALREADY_EXISTS', 'This subscription was started, or given up, already.')
  }
  if (state.kind !== 'existing') return reject('NOT_FOUND', 'There is no such subscription.')
  return onward(command, state, meta)
}

type Command<Type extends SubscriptionCommand['type']> = Extract<
  SubscriptionCommand,
  { readonly type: Type }
>

const start = (
  { type: _, chargeId, ...terms }: Command<'StartSubscription'>,
  { now }: DecisionMeta,
): Decision<SubscriptionEvent> => {
  const { plan, trial } = terms
  if (trial && plan.trialDays === 0)
    return reject('TRIAL_UNAVAILABLE', 'This plan cannot be tried first.')
  const period = firstPeriod(plan, trial, now)
  const charge = trial ? {} : chargeIfAny(plan, chargeId)
  return [{ type: 'SubscriptionStarted', data: { ...terms, period, ...charge, at: now } }]
}

type Onward = Exclude<
  SubscriptionCommand,
  { readonly type: 'StartSubscription' | 'AbandonSubscription' }
>

const onward = (
  command: Onward,
  state: ExistingSubscription,
  meta: DecisionMeta,
): Decision<SubscriptionEvent> => {
  const { now } = meta
  switch (command.type) {
    case 'EndPeriod':
      return isAt(command, state) ? renew(state, command, now) : []
    case 'AnnounceRenewal':
      return isAt(command, state) ? announce(state, command.end, now) : []
    case 'RecordPayment':
      return recordPayment(state, command.chargeId, now)
    case 'RecordPaymentFailure':
      return recordFailure(state, command.chargeId, command.code, now)
    case 'ExpireUnpaid':
      return state.status === 'PENDING' ? expire(state, 'FIRST_PAYMENT_MISSING', now) : []
    case 'ExpirePaused':
      return state.status === 'PAUSED' ? expire(state, 'PAUSED_TOO_LONG', now) : []
    default:
      return isEnded(state)
        ? reject('SUBSCRIPTION_ENDED', `This subscription is ${state.status}.`)
        : wished(command, state, meta)
  }
}

type Wished = Exclude<
  Onward,
  Command<
    | 'EndPeriod'
    | 'AnnounceRenewal'
    | 'RecordPayment'
    | 'RecordPaymentFailure'
    | 'ExpireUnpaid'
    | 'ExpirePaused'
  >
>

/** What a person asks for. */
const wished = (
  command: Wished,
  state: ExistingSubscription,
  meta: DecisionMeta,
): Decision<SubscriptionEvent> => {
  const fact = factOf(state, meta.now)
  switch (command.type) {
    case 'RequestPayment': {
      const { charge, payment } = state.segment
      if (payment !== 'FAILED' || charge === undefined) return []
      const walletId = walletOf(state.organisation, state.plan)
      const data = { ...fact, walletId, charge, periodIndex: state.period.index }
      return [{ type: 'SubscriptionPaymentRequested', data }]
    }
    case 'ChangePlan':
      return command.when === 'NOW'
        ? changePlanNow(state, command, meta)
        : schedulePlan(state, command.plan, meta.now)
    case 'UnscheduleChange':
      return state.scheduledPlan === undefined
        ? []
        : [{ type: 'PlanChangeUnscheduled', data: fact }]
    case 'Pause':
      return pause(state, meta.now)
    case 'Resume':
      return resume(state, meta.now)
    case 'ChangeVersion': {
      const { versionId: from } = state
      const { versionId } = command
      return versionId === from
        ? []
        : [{ type: 'SubscriptionVersionChanged', data: { ...fact, versionId, from } }]
    }
    case 'CancelNow':
      return cancelNow(state, command, meta)
    case 'CancelAtPeriodEnd': {
      if (state.cancelsAtPeriodEnd) return []
      const { end } = state.period
      if (end === undefined || state.status === 'PENDING')
        return reject(
          'ILLEGAL_SUBSCRIPTION_TRANSITION',
          'This one has no end of a period to wait for: cancel it now.',
        )
      return [{ type: 'SubscriptionCancellationScheduled', data: { ...fact, effectiveAt: end } }]
    }
    case 'WithdrawCancellation':
      return state.cancelsAtPeriodEnd
        ? [{ type: 'SubscriptionCancellationWithdrawn', data: fact }]
        : []
    default:
      return exhausted(command)
  }
}

/** It is in that period, and the period ends then: neither was moved meanwhile. */
const isAt = (
  { index, end }: { readonly index: number; readonly end: string },
  { status, period }: ExistingSubscription,
): boolean =>
  status !== 'PAUSED' && !isEnded({ status }) && period.index === index && period.end === end

/** What costs nothing is not announced, nor what ends; nor anything twice. */
const announce = (
  state: ExistingSubscription,
  renewsAt: string,
  now: string,
): Decision<SubscriptionEvent> => {
  const plan = state.scheduledPlan ?? state.plan
  const amount = renewalAmount(state)
  const { index } = state.period
  if (!isInGoodStanding(state) || isSettling(state) || state.cancelsAtPeriodEnd) return []
  if (state.announced === index + 1 || amountOf(amount) === 0n) return []
  const data = { ...factOf(state, now), plan, renewsAt, amount, periodIndex: index + 1 }
  return [{ type: 'SubscriptionRenewalUpcoming', data }]
}

export const subscription: Aggregate<Subscription, SubscriptionCommand, SubscriptionEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
