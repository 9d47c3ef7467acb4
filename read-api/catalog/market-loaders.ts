import { creationKey } from '../pagination/creation.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { reviewOrders } from './market-orders.ts'
import { changeIsVisible, listingIsVisible, reviewIsVisible } from './market-visible.ts'

type AppRuns = { readonly app_id: string; readonly runs: bigint }

export const marketLoaders = (db: ReadDb, caller: Caller) => {
  const reviewsBy = (order: keyof typeof reviewOrders) =>
    children(
      db,
      'uuid',
      (parent) =>
        parent
          .selectFrom('reviews')
          .selectAll()
          .whereRef('reviews.app_id', '=', 'parent.id')
          .where(reviewIsVisible(caller)),
      (row) => reviewOrders[order].keyOf(row),
    )
  return {
    listings: byUuid(
      (ids) =>
        db
          .selectFrom('listings')
          .selectAll()
          .where('listings.app_id', 'in', ids)
          .where(listingIsVisible(caller))
          .execute(),
      ({ app_id }) => app_id,
    ),
    listingChanges: byUuid(
      (ids) =>
        db
          .selectFrom('listing_changes')
          .selectAll()
          .where('listing_changes.request_id', 'in', ids)
          .where(changeIsVisible(caller))
          .execute(),
      ({ request_id }) => request_id,
    ),
    reviews: byUuid(
      (ids) =>
        db
          .selectFrom('reviews')
          .selectAll()
          .where('reviews.review_id', 'in', ids)
          .where(reviewIsVisible(caller))
          .execute(),
      ({ review_id }) => review_id,
    ),
    marketRatings: byUuid(
      (ids) => db.selectFrom('app_ratings').selectAll().where('app_id', 'in', ids).execute(),
      ({ app_id }) => app_id,
    ),
    marketMetrics: byUuid(
      (ids) => db.selectFrom('app_metrics').selectAll().where('app_id', 'in', ids).execute(),
      ({ app_id }) => app_id,
    ),
    marketCounts: byUuid(
      (ids) => db.selectFrom('app_counts').selectAll().where('app_id', 'in', ids).execute(),
      ({ app_id }) => app_id,
    ),
    /** Runs of an app that completed. */
    marketRuns: byUuid<AppRuns>(
      (ids) =>
        db
          .selectFrom('app_runs')
          .select(['app_id', ({ fn }) => fn.countAll<bigint>().as('runs')])
          .where('app_id', 'in', ids)
          .where('completed', '=', true)
          .groupBy('app_id')
          .execute(),
      ({ app_id }) => app_id,
    ),
    /** Organisations with something on the market are known to everybody. */
    sellers: byUuid(
      (ids) =>
        db
          .selectFrom('organisations')
          .selectAll()
          .where('organisation_id', 'in', ids)
          .where((where) =>
            where.exists(
              where
                .selectFrom('listings')
                .select('listings.app_id')
                .whereRef('listings.organisation_id', '=', 'organisations.organisation_id')
                .where('listings.status', '=', 'PUBLISHED'),
            ),
          )
          .execute(),
      ({ organisation_id }) => organisation_id,
    ),
    changesOfListing: children(
      db,
      'uuid',
      (parent) =>
        parent
          .selectFrom('listing_changes')
          .selectAll()
          .whereRef('listing_changes.app_id', '=', 'parent.id')
          .where(changeIsVisible(caller)),
      (row) => creationKey(row),
    ),
    reviewsOf: {
      WRITTEN_AT: reviewsBy('WRITTEN_AT'),
      RATING: reviewsBy('RATING'),
      HELPFUL: reviewsBy('HELPFUL'),
    },
  }
}
