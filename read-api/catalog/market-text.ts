import { type RawBuilder, sql } from 'kysely'
import { textQuery } from './registry-text.ts'

/** What can be found of a listing, titles before summaries before descriptions: as the index of 0045-marketplace.sql has it. */
const words = sql`(setweight(to_tsvector('english', listings.title), 'A')
  || setweight(to_tsvector('english', listings.summary), 'B')
  || setweight(to_tsvector('english', listings.description), 'C'))`

/** Listings that hold the words, as people type them. */
export const matchesText = (typed: string): RawBuilder<boolean> =>
  sql<boolean>`${words} @@ ${textQuery(typed)}`
