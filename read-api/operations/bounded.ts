import { type RawBuilder, sql } from 'kysely'
import { builder } from '../schema/builder.ts'
import type { ReadDb } from '../view/db.ts'

/** A count that stops somewhere: what it costs has an end, whatever there is to count. */
export type Bounded = { readonly count: number; readonly isExact: boolean }

export const mostCounted = 10_000

export const boundedOf = (count: number): Bounded => ({
  count: Math.min(count, mostCounted),
  isExact: count <= mostCounted,
})

export const BoundedCount = builder.objectRef<Bounded>('BoundedCount').implement({
  description: `A count that stops at ${mostCounted}.`,
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'So many, or at least so many.' }),
    isExact: t.exposeBoolean('isExact', { description: 'False when there are more.' }),
  }),
})

/** Rows of a table under a condition that an index answers, counted up to the bound. */
export const countRows = async (
  db: ReadDb,
  table: 'saga_instances' | 'quarantine' | 'event_log',
  condition: RawBuilder<boolean>,
): Promise<Bounded> => {
  const rows = db
    .selectFrom(table)
    .select(sql<number>`1`.as('one'))
    .where(condition)
    .limit(mostCounted + 1)
  const counted = await db
    .selectFrom(rows.as('some'))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return boundedOf(counted.count)
}
