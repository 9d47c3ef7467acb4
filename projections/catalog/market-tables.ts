import type { ListingStatus } from '../../domain/catalog/listing.ts'
import type {
  ListingCategory,
  OfferChanges,
  SupportContact,
} from '../../domain/catalog/listing-offer.ts'
import type { VerifiedUse } from '../../domain/catalog/review-events.ts'
import type { Plan, Pricing } from '../../domain/subscriptions/plan.ts'

export type ListingRow = {
  readonly app_id: string
  readonly organisation_id: string
  readonly status: ListingStatus
  /** What it goes back to when a review comes to nothing. */
  readonly status_before: 'DRAFT' | 'DELISTED'
  readonly title: string
  readonly summary: string
  readonly description: string
  readonly categories: readonly ListingCategory[]
  readonly screenshots: readonly string[]
  readonly support_contact: SupportContact
  readonly preview_runs: number
  /** On sale, in the seller's order. */
  readonly plans: readonly Plan[]
  readonly withdrawn_plans: readonly Plan[]
  readonly commission_basis_points: number
  /** Of the last verdict on the listing: what the seller was told, and what only operators see. */
  readonly reason: string | null
  readonly internal_note: string | null
  readonly drafted_at: Date
  readonly submitted_at: Date | null
  /** When it first came to the market, and where in the log that stands: the order of the newest. */
  readonly published_at: Date | null
  readonly published_position: bigint | null
  readonly updated_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** A plan of a listing, for those who look for a price. */
export type ListingPlanRow = {
  readonly app_id: string
  readonly plan_id: string
  readonly on_sale: boolean
  readonly kind: Pricing['kind']
  readonly asset: string
  /** Minor units: a period's, or a run's; of tiers the dearest. Nothing for what is free. */
  readonly price: string
  readonly position: bigint
}

export type ListingChangeRow = {
  readonly request_id: string
  readonly app_id: string
  readonly organisation_id: string
  readonly status: 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN'
  /** The members that are to become others, as they would be, and as they were when it was asked for. */
  readonly changes: OfferChanges
  readonly current: OfferChanges
  readonly reason: string | null
  readonly internal_note: string | null
  readonly proposed_at: Date
  readonly decided_at: Date | null
  readonly created_position: bigint
  readonly position: bigint
}

/** Title and body are clear here and sealed in the log; null once their author's key was destroyed. */
export type ReviewRow = {
  readonly review_id: string
  readonly app_id: string
  readonly author: string
  readonly organisation_id: string
  readonly seller_organisation: string
  readonly rating: number
  readonly title: string | null
  readonly body: string | null
  readonly verified_by: VerifiedUse['kind']
  readonly withdrawn: boolean
  readonly hidden: boolean
  readonly reply: string | null
  readonly replied_at: Date | null
  readonly reports: number
  readonly helpful: number
  readonly reason: string | null
  readonly internal_note: string | null
  readonly written_at: Date
  readonly edited_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** Of the reviews of an app that are shown: how many give so many stars. Written by many streams, in any order. */
export type AppRatingRow = {
  readonly app_id: string
  readonly ones: number
  readonly twos: number
  readonly threes: number
  readonly fours: number
  readonly fives: number
  readonly position: bigint
}

/** What an app has come to on the market. Written by many streams, in any order. */
export type AppMetricsRow = {
  readonly app_id: string
  /** Accounts that looked at its listing, each once a day. */
  readonly views: number
  /** Subscriptions that ever came to be active or tried, and those that have not ended. */
  readonly subscriptions: number
  readonly live_subscriptions: number
  readonly position: bigint
}

/** What `app_metrics` remembers of a subscription: whether it counts. */
export type CountedSubscriptionRow = {
  readonly subscription_id: string
  readonly app_id: string
  readonly live: boolean
  readonly position: bigint
}

/** A job that is a run of an app. */
export type AppRunRow = {
  readonly job_id: string
  readonly app_id: string
  readonly completed: boolean
  readonly position: bigint
}

export type MarketTables = {
  readonly listings: ListingRow
  readonly listing_plans: ListingPlanRow
  readonly listing_changes: ListingChangeRow
  readonly reviews: ReviewRow
  readonly app_ratings: AppRatingRow
  readonly app_metrics: AppMetricsRow
  readonly counted_subscriptions: CountedSubscriptionRow
  readonly app_runs: AppRunRow
}
