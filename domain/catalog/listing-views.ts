import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'

/**
 * The listings that one account has looked at on one day. A stream of its own for each account and day: a view counts
 * once, nobody waits for anybody else, and many views are one event. Who is not signed in is not counted: that would be
 * an event for every request that somebody cares to make up.
 */
export const category = 'listingViews'

/** Listings that one account is counted for on one day. */
export const mostViews = 200

// Events: the stored contract. The account stands in the stream's id, hashed with the day.
export const definitions = [
  defineEvent(
    'ListingsViewed',
    1,
    z.strictObject({
      day: z.iso.date(),
      appIds: z.array(Id).min(1).max(mostViews),
      at: Instant,
    }),
  ),
] as const
export type ListingViewsEvent = EventOf<(typeof definitions)[number]>

// State: the apps counted so far.
export type ListingViews = { readonly appIds: readonly string[] }

export const initial: ListingViews = { appIds: [] }

export const evolve = ({ appIds }: ListingViews, { data }: ListingViewsEvent): ListingViews => ({
  appIds: [...appIds, ...data.appIds],
})

// Commands.
export type ListingViewsCommand = {
  readonly type: 'RecordViews'
  readonly day: string
  readonly appIds: readonly string[]
}

export const decide = (
  { day, appIds: viewed }: ListingViewsCommand,
  { appIds: counted }: ListingViews,
  meta: DecisionMeta,
): Decision<ListingViewsEvent> => {
  const news = [...new Set(viewed)].filter((appId) => !counted.includes(appId))
  const appIds = news.slice(0, mostViews - counted.length)
  if (appIds.length === 0) return []
  return [{ type: 'ListingsViewed', data: { day, appIds, at: meta.now } }]
}

export const listingViews: Aggregate<ListingViews, ListingViewsCommand, ListingViewsEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
