import type { Plan } from '../../domain/subscriptions/plan.ts'
import type {
  ExistingSubscription,
  Segment,
  SubscriptionStatus,
} from '../../domain/subscriptions/subscription-state.ts'

export type SubscriptionRow = {
  readonly subscription_id: string
  /** Who buys, through which user. */
  readonly organisation: string
  readonly subscriber: string
  readonly app_id: string
  readonly seller_organisation: string
  readonly status: SubscriptionStatus
  readonly plan: Plan
  readonly plan_id: string
  readonly version_id: string
  readonly period_index: number
  readonly period_start: Date
  readonly period_end: Date | null
  /** Milliseconds of the epoch, to order by; beyond all others without an end. */
  readonly period_end_ms: bigint
  readonly payment: Segment['payment']
  readonly cancels_at_period_end: boolean
  readonly scheduled_plan: Plan | null
  readonly next_attempt_at: Date | null
  readonly started_at: Date
  readonly ended_at: Date | null
  /** As the domain folds it: what the next event is applied to. */
  readonly folded: ExistingSubscription
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** What a period, or the rest of one after a change of plan, cost. Amounts are whole minor units of the asset. */
export type SubscriptionChargeRow = {
  readonly charge_id: string
  readonly subscription_id: string
  readonly organisation: string
  readonly seller_organisation: string
  readonly app_id: string
  readonly kind: 'PERIOD' | 'PLAN_CHANGE'
  readonly plan_id: string
  readonly plan_name: string
  readonly price_version: number
  readonly period_index: number
  readonly period_start: Date
  readonly period_end: Date | null
  readonly amount: string
  readonly refunded: string
  readonly asset: string
  /** DECLINED: the wallet had too little for a change of plan. VOID: it is not asked for any more. */
  readonly status: 'DUE' | 'FAILED' | 'PAID' | 'DECLINED' | 'VOID'
  readonly asked_at: Date
  readonly paid_at: Date | null
  readonly created_position: bigint
  readonly position: bigint
}

export type SubscriptionsTables = {
  readonly subscriptions: SubscriptionRow
  readonly subscription_charges: SubscriptionChargeRow
}
