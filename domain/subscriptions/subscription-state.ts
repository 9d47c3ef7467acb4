import { walletIdOf } from '../billing/wallet/wallet.ts'
import { exhausted } from '../shared/values.ts'
import { monthsOf, type Anchor } from './calendar.ts'
import { msOf } from '../shared/instant.ts'
import type { Plan } from './plan.ts'
import type { Charge, Credit, Parties, Period, SubscriptionEvent } from './subscription-events.ts'

export const statuses = [
  'PENDING',
  'TRIALING',
  'ACTIVE',
  'PAST_DUE',
  'PAUSED',
  'CANCELLED',
  'EXPIRED',
] as const
/**
 * PENDING: waits for its first payment. PAST_DUE: a later one failed and is tried again. CANCELLED: by the buyer, or unpaid.
 * EXPIRED: the first payment never came, or a pause went on for too long. The last two are for ever.
 */
export type SubscriptionStatus = (typeof statuses)[number]

/** What pays for the time since `since`: the charge of the period, or of its rest after a change of plan. */
export type Segment = {
  readonly since: string
  /** For how long it was paused meanwhile. */
  readonly pausedMs: number
  readonly charge?: Charge
  /** NONE: it costs nothing. DUE: it is being asked for. FAILED: it is asked for again. */
  readonly payment: 'NONE' | 'DUE' | 'FAILED' | 'PAID'
  readonly failedSince?: string
}

/** A change of plan that waits for its charge. */
export type ChangeUnderWay = {
  readonly plan: Plan
  readonly period: Period
  readonly since: string
  readonly charge: Charge
  readonly credit?: Credit
}

export type ExistingSubscription = Parties & {
  readonly kind: 'existing'
  readonly status: SubscriptionStatus
  readonly plan: Plan
  readonly versionId: string
  readonly commissionBasisPoints: number
  readonly startedAt: string
  readonly period: Period
  /** For how long the period was paused. */
  readonly pausedMs: number
  readonly anchor: Anchor
  readonly segment: Segment
  readonly cancelsAtPeriodEnd: boolean
  readonly scheduledPlan?: Plan
  readonly change?: ChangeUnderWay
  readonly pause?: {
    readonly at: string
    readonly remainingMs?: number
    readonly from: 'TRIALING' | 'ACTIVE'
  }
  /** The period that was announced last. */
  readonly announced?: number
  /** It was ACTIVE once: somebody paid for it, or took what is free. */
  readonly wasActive: boolean
  readonly endedAt?: string
}
export type Subscription =
  | { readonly kind: 'absent' }
  | { readonly kind: 'abandoned' }
  | ExistingSubscription

export const initial: Subscription = { kind: 'absent' }

export const isEnded = ({ status }: Pick<ExistingSubscription, 'status'>): boolean =>
  status === 'CANCELLED' || status === 'EXPIRED'

/** The wallet that pays for it. */
export const walletOf = (organisation: string, { asset }: Pick<Plan, 'asset'>): string =>
  walletIdOf(organisation, asset)

const segmentFrom = (since: string, charge: Charge | undefined): Segment =>
  charge === undefined
    ? { since, pausedMs: 0, payment: 'NONE' }
    : { since, pausedMs: 0, charge, payment: 'DUE' }

export const evolve = (state: Subscription, event: SubscriptionEvent): Subscription => {
  if (event.type === 'SubscriptionAbandoned') return { kind: 'abandoned' }
  if (event.type === 'SubscriptionStarted') return started(event.data)
  return state.kind === 'existing' ? onward(state, event) : state
}

type Started = Extract<SubscriptionEvent, { type: 'SubscriptionStarted' }>['data']

const started = ({ at, trial, charge, ...data }: Started): ExistingSubscription => {
  const { period, plan } = data
  const status = trial ? 'TRIALING' : charge === undefined ? 'ACTIVE' : 'PENDING'
  // Paid periods are counted from the end of a trial.
  const anchor = trial && period.end !== undefined ? { at: period.end, index: 1 } : { at, index: 0 }
  return {
    kind: 'existing',
    ...data,
    plan,
    status,
    startedAt: at,
    pausedMs: 0,
    anchor,
    segment: segmentFrom(period.start, charge),
    cancelsAtPeriodEnd: false,
    wasActive: status === 'ACTIVE',
  }
}

type Onward = Exclude<
  SubscriptionEvent,
  { type: 'SubscriptionStarted' } | { type: 'SubscriptionAbandoned' }
>

const onward = (state: ExistingSubscription, event: Onward): ExistingSubscription => {
  switch (event.type) {
    case 'SubscriptionRenewed': {
      const { plan, period, charge } = event.data
      const { scheduledPlan: _, ...kept } = state
      const anchor =
        monthsOf(plan.pricing) === monthsOf(state.plan.pricing)
          ? state.anchor
          : { at: period.start, index: period.index }
      const segment = segmentFrom(period.start, charge)
      return {
        ...kept,
        status: 'ACTIVE',
        wasActive: true,
        plan,
        period,
        pausedMs: 0,
        anchor,
        segment,
      }
    }
    case 'SubscriptionRenewalUpcoming':
      return { ...state, announced: event.data.periodIndex }
    case 'SubscriptionPaymentSucceeded': {
      const { failedSince: _, ...segment } = state.segment
      const status =
        state.status === 'PENDING' || state.status === 'PAST_DUE' ? 'ACTIVE' : state.status
      return { ...state, status, wasActive: true, segment: { ...segment, payment: 'PAID' } }
    }
    case 'SubscriptionPaymentFailed': {
      const segment = {
        ...state.segment,
        payment: 'FAILED',
        failedSince: event.data.since,
      } as const
      return { ...state, status: state.status === 'PENDING' ? 'PENDING' : 'PAST_DUE', segment }
    }
    case 'SubscriptionPaymentRequested':
      return { ...state, segment: { ...state.segment, payment: 'DUE' } }
    case 'PlanChangeStarted': {
      const { plan, period, charge, credit, at } = event.data
      const change = {
        plan,
        period,
        since: at,
        charge,
        ...(credit === undefined ? {} : { credit }),
      }
      return { ...state, change }
    }
    case 'PlanChangeDeclined': {
      const { change: _, ...kept } = state
      return kept
    }
    case 'PlanChanged':
      return changed(state, event.data)
    case 'PlanChangeScheduled':
      return { ...state, scheduledPlan: event.data.plan }
    case 'PlanChangeUnscheduled': {
      const { scheduledPlan: _, ...kept } = state
      return kept
    }
    case 'SubscriptionPaused': {
      const { at, remainingMs } = event.data
      const from = state.status === 'TRIALING' ? 'TRIALING' : 'ACTIVE'
      const pause = { at, from, ...(remainingMs === undefined ? {} : { remainingMs }) } as const
      return { ...state, status: 'PAUSED', pause }
    }
    case 'SubscriptionResumed':
      return resumed(state, event.data)
    case 'SubscriptionVersionChanged':
      return { ...state, versionId: event.data.versionId }
    case 'SubscriptionCancellationScheduled':
      return { ...state, cancelsAtPeriodEnd: true }
    case 'SubscriptionCancellationWithdrawn':
      return { ...state, cancelsAtPeriodEnd: false }
    case 'SubscriptionCancelled':
      return { ...state, status: 'CANCELLED', endedAt: event.data.at }
    case 'SubscriptionExpired':
      return { ...state, status: 'EXPIRED', endedAt: event.data.at }
    default:
      return exhausted(event)
  }
}

type Changed = Extract<SubscriptionEvent, { type: 'PlanChanged' }>['data']

const changed = (
  { change: _, scheduledPlan: __, ...state }: ExistingSubscription,
  { plan, period, since, charge }: Changed,
): ExistingSubscription => {
  const isNew = period.index !== state.period.index
  const segment: Segment =
    charge === undefined
      ? { since, pausedMs: 0, payment: 'NONE' }
      : { since, pausedMs: 0, charge, payment: 'PAID' }
  return {
    ...state,
    plan,
    period,
    segment,
    ...(isNew ? { pausedMs: 0, anchor: { at: period.start, index: period.index } } : {}),
  }
}

type Resumed = Extract<SubscriptionEvent, { type: 'SubscriptionResumed' }>['data']

/** The clock of the subscription stood still: what follows is counted from the new end of the period. */
const resumed = (
  { pause, ...state }: ExistingSubscription,
  { at, period }: Resumed,
): ExistingSubscription => {
  const pausedMs = pause === undefined ? 0 : msOf(at) - msOf(pause.at)
  return {
    ...state,
    status: pause?.from ?? 'ACTIVE',
    period,
    pausedMs: state.pausedMs + pausedMs,
    anchor: period.end === undefined ? state.anchor : { at: period.end, index: period.index + 1 },
    segment: { ...state.segment, pausedMs: state.segment.pausedMs + pausedMs },
  }
}
