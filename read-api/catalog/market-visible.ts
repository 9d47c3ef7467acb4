import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../view/caller.ts'
import { ownedBy, visible } from '../view/visible.ts'

/** On the market for everybody; else for the seller, and operators. */
export const listingIsVisible = (caller: Caller): RawBuilder<boolean> => {
  const own = visible(caller, undefined, ownedBy('listings.organisation_id'))
  return sql`(listings.status = 'PUBLISHED' or ${own})`
}

export const changeIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, ownedBy('listing_changes.organisation_id'))

/** One that counts for everybody; a hidden one for its author, and operators. */
export const reviewIsVisible = (caller: Caller): RawBuilder<boolean> => {
  const own = visible(caller, undefined, ({ actor }) => sql`reviews.author::text = ${actor.id}`)
  return sql`(not reviews.withdrawn and (not reviews.hidden or ${own}))`
}
