import {
  definitions,
  type SubscriptionEvent,
} from '../../domain/subscriptions/subscription-events.ts'
import {
  evolve,
  initial,
  type ExistingSubscription,
} from '../../domain/subscriptions/subscription-state.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { SubscriptionRow } from './tables.ts'

/** Who has which app, at which plan, until when. */
export const subscriptions = projectionOf({
  name: 'subscriptions',
  definitions,
  touches: ({ data, revision }) => [
    {
      table: 'subscriptions',
      key: { subscription_id: data.subscriptionId },
      isNew: revision === 0n,
    },
  ],
  apply: (event, rows) => {
    // It never began: there is nothing to show.
    if (event.type === 'SubscriptionAbandoned') return []
    const { revision, position, data } = event
    const known = rows.get('subscriptions', { subscription_id: data.subscriptionId })
    const before = revision === 0n ? initial : existing(known, event).folded
    const folded = evolve(before, event)
    if (folded.kind !== 'existing') return []
    const row: SubscriptionRow = {
      ...columnsOf(folded),
      next_attempt_at: nextAttempt(known, event),
      created_position: known?.created_position ?? position,
      revision,
      position,
    }
    return [{ do: 'put', table: 'subscriptions', row }]
  },
})

const noEnd = 2n ** 62n

const dateOf = (instant: string | undefined): Date | null =>
  instant === undefined ? null : new Date(instant)

const columnsOf = (
  folded: ExistingSubscription,
): Omit<SubscriptionRow, 'next_attempt_at' | 'created_position' | 'revision' | 'position'> => {
  const end = dateOf(folded.period.end)
  return {
    subscription_id: folded.subscriptionId,
    organisation: folded.organisation,
    subscriber: folded.subscriber,
    app_id: folded.appId,
    seller_organisation: folded.sellerOrganisation,
    status: folded.status,
    plan: folded.plan,
    plan_id: folded.plan.planId,
    version_id: folded.versionId,
    period_index: folded.period.index,
    period_start: new Date(folded.period.start),
    period_end: end,
    period_end_ms: end === null ? noEnd : BigInt(end.getTime()),
    payment: folded.segment.payment,
    cancels_at_period_end: folded.cancelsAtPeriodEnd,
    scheduled_plan: folded.scheduledPlan ?? null,
    started_at: new Date(folded.startedAt),
    ended_at: dateOf(folded.endedAt),
    folded,
  }
}

/** When a payment that failed is tried again. */
const nextAttempt = (
  known: SubscriptionRow | undefined,
  { type, data }: Projected<SubscriptionEvent>,
): Date | null => {
  switch (type) {
    case 'SubscriptionPaymentFailed':
      return dateOf(data.nextAttemptAt)
    case 'SubscriptionPaymentSucceeded':
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return null
    default:
      return known?.next_attempt_at ?? null
  }
}
