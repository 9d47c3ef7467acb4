import { expressionBuilder, sql } from 'kysely'
import type { ListingCategory } from '../../domain/catalog/listing-offer.ts'
import type { Pricing } from '../../domain/subscriptions/plan.ts'
import type { ListingRow } from '../../projections/catalog/market-tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { queryError } from '../errors/query-error.ts'
import { isOneOf, uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import type { ListedRow } from './market-orders.ts'
import { matchesText } from './market-text.ts'
import { changeIsVisible, reviewIsVisible } from './market-visible.ts'

type Wanted<Value> = Value | null | undefined

export type ListingFilter = {
  readonly text?: Wanted<string>
  readonly categories?: Wanted<readonly ListingCategory[]>
  readonly pricing?: Wanted<readonly Pricing['kind'][]>
  readonly asset?: Wanted<string>
  readonly minimumPrice?: Wanted<string>
  readonly maximumPrice?: Wanted<string>
  readonly minimumRating?: Wanted<number>
  readonly sellerOrganisationId?: Wanted<string>
}

/** Throws QUERY_INVALID for what is no number of minor units. */
const minorUnits = (name: string, value: string): string => {
  if (/^(?:0|[1-9][0-9]{0,35})$/.test(value)) return value
  throw queryError('QUERY_INVALID', `"${name}" is a number of minor units, such as "1234".`)
}

/** Throws QUERY_INVALID for what no average can be. */
const thousandths = (name: string, value: number): number => {
  if (value >= 0 && value <= 5) return Math.round(value * 1000)
  throw queryError('QUERY_INVALID', `"${name}" is a number of stars, from 0 to 5.`)
}

/** Of the sum of stars and their number, in thousandths. */
const stars = sql<number>`coalesce((app_ratings.ones::bigint + 2 * app_ratings.twos + 3 * app_ratings.threes
  + 4 * app_ratings.fours + 5 * app_ratings.fives) * 1000
  / nullif(app_ratings.ones + app_ratings.twos + app_ratings.threes + app_ratings.fours + app_ratings.fives, 0), 0)::integer`

/** What is on the market, for everybody the same. Throws QUERY_INVALID for a filter that means nothing. */
export const readMarket = async (
  db: ReadDb,
  filter: ListingFilter,
  page: PageRequest,
): Promise<readonly ListedRow[]> => {
  const { text, categories, minimumRating, sellerOrganisationId } = filter
  let query = db
    .selectFrom('listings')
    .leftJoin('app_ratings', 'app_ratings.app_id', 'listings.app_id')
    .leftJoin('app_metrics', 'app_metrics.app_id', 'listings.app_id')
    .selectAll('listings')
    .select([
      stars.as('stars'),
      sql<number>`coalesce(app_metrics.live_subscriptions, 0)`.as('running'),
    ])
    .where('listings.status', '=', 'PUBLISHED')
  if (text != null) query = query.where(matchesText(text))
  if (categories != null)
    query = query.where(sql<boolean>`listings.categories && ${categories}::text[]`)
  if (minimumRating != null)
    query = query.where(sql<boolean>`${stars} >= ${thousandths('minimumRating', minimumRating)}`)
  if (sellerOrganisationId != null) {
    const seller = uuidArgument('sellerOrganisationId', sellerOrganisationId)
    query = query.where('listings.organisation_id', '=', seller)
  }
  if (asksForPlan(filter)) query = query.where((where) => where.exists(plansWanted(filter)))
  return takePage(db.selectFrom(query.as('listings')).selectAll(), page).execute()
}

const asksForPlan = ({ pricing, asset, minimumPrice, maximumPrice }: ListingFilter): boolean =>
  [pricing, asset, minimumPrice, maximumPrice].some((wanted) => wanted != null)

/** A plan of the listing on sale that is all of what is wanted. */
const plansWanted = ({ pricing, asset, minimumPrice, maximumPrice }: ListingFilter) => {
  if (asset == null && (minimumPrice != null || maximumPrice != null))
    throw queryError('QUERY_INVALID', 'A price is one of an asset: give "asset", too.')
  let plans = expressionBuilder<ReadModelTables, 'listings'>()
    .selectFrom('listing_plans')
    .select('listing_plans.plan_id')
    .whereRef('listing_plans.app_id', '=', 'listings.app_id')
    .where('listing_plans.on_sale', '=', true)
  if (pricing != null) plans = plans.where(isOneOf('listing_plans.kind', pricing))
  if (asset != null) plans = plans.where('listing_plans.asset', '=', asset)
  if (minimumPrice != null)
    plans = plans.where('listing_plans.price', '>=', minorUnits('minimumPrice', minimumPrice))
  if (maximumPrice != null)
    plans = plans.where('listing_plans.price', '<=', minorUnits('maximumPrice', maximumPrice))
  return plans
}

/** Whatever state they are in, of one seller. */
export const readListingsOf = (
  db: ReadDb,
  organisation: string,
  page: PageRequest,
): Promise<readonly ListingRow[]> =>
  takePage(
    db.selectFrom('listings').selectAll().where('listings.organisation_id', '=', organisation),
    page,
  ).execute()

/** Those that wait for an operator. */
export const readSubmitted = (db: ReadDb, page: PageRequest): Promise<readonly ListingRow[]> =>
  takePage(
    db.selectFrom('listings').selectAll().where('listings.status', '=', 'IN_REVIEW'),
    page,
  ).execute()

/** Requests of the own listings; operators see all. */
export const readChanges = (
  db: ReadDb,
  caller: Caller,
  status: readonly string[] | undefined,
  page: PageRequest,
) => {
  const query = db.selectFrom('listing_changes').selectAll().where(changeIsVisible(caller))
  return takePage(
    status === undefined ? query : query.where(isOneOf('listing_changes.status', status)),
    page,
  ).execute()
}

/** Reviews that somebody has reported, and that are still shown. */
export const readReported = (db: ReadDb, caller: Caller, page: PageRequest) =>
  takePage(
    db
      .selectFrom('reviews')
      .selectAll()
      .where(reviewIsVisible(caller))
      .where('reviews.reports', '>', 0)
      .where('reviews.hidden', '=', false),
    page,
  ).execute()
