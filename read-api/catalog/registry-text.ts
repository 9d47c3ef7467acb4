import { type RawBuilder, sql } from 'kysely'

const longest = 200

/** The word that is still being typed: the last one, if nothing but a letter or digit stands behind it. */
const begun = /^(?:(.*)[\s])?([\p{L}\p{N}]+)$/su

/**
 * What people type, as a query: quotes for phrases, `or`, `-` for what is not wanted; and the last word may be the
 * beginning of one, unless it stands within quotes.
 */
export const textQuery = (typed: string): RawBuilder<unknown> => {
  const text = typed.replaceAll('\0', ' ').slice(0, longest)
  const whole = sql`websearch_to_tsquery('pg_catalog.english', ${text})`
  const [, before = '', word] = begun.exec(text) ?? []
  const quotes = before.split('"').length - 1
  if (word === undefined || quotes % 2 === 1) return whole
  const rest = sql`websearch_to_tsquery('pg_catalog.english', ${before})`
  return sql`(${whole} || (${rest} && to_tsquery('pg_catalog.simple', ${`${word}:*`})))`
}

/** A million times the rank: matches in the name before those in summary and tags, those before the readme. */
export const relevanceOf = (query: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(1000000 * ts_rank('{0.1, 0.2, 0.5, 1.0}', ${sql.ref('app_texts.search')}, ${query}, 1))::integer`

export const matches = (query: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref('app_texts.search')} @@ ${query}`
