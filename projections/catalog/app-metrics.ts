import { definitions as views } from '../../domain/catalog/listing-views.ts'
import {
  definitions as subscriptions,
  type SubscriptionEvent,
} from '../../domain/subscriptions/subscription-events.ts'
import type { EventOf } from '../../domain/shared/event.ts'
import { projectionOf, type Projected } from '../shared/projection.ts'
import type { RowRef, Rows, RowWrite } from '../shared/rows.ts'
import type { AppMetricsRow, CountedSubscriptionRow } from './market-tables.ts'

const definitions = [...views, ...subscriptions] as const
type Counted = Projected<EventOf<(typeof definitions)[number]>>
type OfSubscription = Exclude<Projected<SubscriptionEvent>, { type: 'SubscriptionAbandoned' }>

/**
 * What an app has come to. Its row is written by many streams: it holds sums alone, so that they may come in any order,
 * and the greatest position seen.
 */
export const appMetrics = projectionOf({
  name: 'app-metrics',
  definitions,
  touches: (event): readonly RowRef[] => [
    ...appsOf(event).map((app_id) => ({ table: 'app_metrics', key: { app_id } }) as const),
    ...(isOfSubscription(event)
      ? [{ table: 'counted_subscriptions', key: keyOf(event) } as const]
      : []),
  ],
  apply: (event, rows): readonly RowWrite[] => {
    switch (event.type) {
      case 'ListingsViewed':
        return add(event, rows, { views: 1 })
      case 'SubscriptionAbandoned':
        return []
      default:
        return subscribed(event, rows)
    }
  },
})

const appsOf = (event: Counted): readonly string[] => {
  if (event.type === 'ListingsViewed') return event.data.appIds
  return event.type === 'SubscriptionAbandoned' ? [] : [event.data.appId]
}

const isOfSubscription = (event: Counted): event is OfSubscription =>
  'subscriptionId' in event.data && event.type !== 'SubscriptionAbandoned'

const keyOf = ({ data }: OfSubscription) => ({ subscription_id: data.subscriptionId })

type Count = 'views' | 'subscriptions' | 'live_subscriptions'

const nothing = { views: 0, subscriptions: 0, live_subscriptions: 0 }

const add = (
  event: Counted,
  rows: Rows,
  more: Partial<Readonly<Record<Count, number>>>,
): readonly RowWrite[] =>
  appsOf(event).map((app_id) => {
    const { position } = event
    const row: AppMetricsRow = rows.get('app_metrics', { app_id }) ?? {
      app_id,
      ...nothing,
      position,
    }
    const sum = (count: Count) => row[count] + (more[count] ?? 0)
    const counts = {
      views: sum('views'),
      subscriptions: sum('subscriptions'),
      live_subscriptions: sum('live_subscriptions'),
    }
    const newest = row.position > position ? row.position : position
    return { do: 'put', table: 'app_metrics', row: { app_id, ...counts, position: newest } }
  })

/** A subscription counts from the day on which it is paid, free or tried: one that nobody pays for never does. */
const subscribed = (event: OfSubscription, rows: Rows): readonly RowWrite[] => {
  const { position } = event
  const known = rows.get('counted_subscriptions', keyOf(event))
  const as = (live: boolean): RowWrite => {
    const row: CountedSubscriptionRow = {
      ...keyOf(event),
      app_id: event.data.appId,
      live,
      position,
    }
    return { do: 'put', table: 'counted_subscriptions', row }
  }
  switch (event.type) {
    case 'SubscriptionStarted':
      return event.data.charge === undefined
        ? [as(true), ...add(event, rows, { subscriptions: 1, live_subscriptions: 1 })]
        : []
    case 'SubscriptionPaymentSucceeded':
      return known === undefined
        ? [as(true), ...add(event, rows, { subscriptions: 1, live_subscriptions: 1 })]
        : []
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return known?.live === true
        ? [as(false), ...add(event, rows, { live_subscriptions: -1 })]
        : []
    default:
      return []
  }
}
