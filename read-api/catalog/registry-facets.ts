import { sql } from 'kysely'
import type { ReadDb } from '../view/db.ts'
import { foundApps, type RegistryFilter } from './registry-reads.ts'

export type FacetCount = { readonly value: string; readonly count: number }

type Facet = 'type' | 'licence' | 'tags' | 'publisherOrganisationId'

/** So many values of a facet are shown, the most frequent. */
const mostValues = 50

const valueOf = {
  type: sql<string>`found.type`,
  licence: sql<string>`found.licence`,
  tags: sql<string>`unnest(found.tags)`,
  publisherOrganisationId: sql<string>`found.organisation_id::text`,
} as const

export type Searched = {
  readonly search?: string | null | undefined
  readonly filter: RegistryFilter
}

/**
 * How many apps there are of each value, with every other filter kept and the facet's own left out: what the list would hold
 * if that value were chosen. Tags add up, so theirs stays.
 */
export const readFacet = async (
  db: ReadDb,
  { search, filter }: Searched,
  facet: Facet,
): Promise<readonly FacetCount[]> => {
  const others = facet === 'tags' ? filter : { ...filter, [facet]: undefined }
  const values = db
    .selectFrom(foundApps(db, search, others).as('found'))
    .select(valueOf[facet].as('value'))
  return db
    .selectFrom(values.as('values'))
    .select(['values.value', sql<number>`count(*)::integer`.as('count')])
    .groupBy('values.value')
    .orderBy('count', 'desc')
    .orderBy('values.value')
    .limit(mostValues)
    .execute()
}

/** How many apps are found, and the fewest and most qubits that their latest versions need. */
export const readTotals = async (db: ReadDb, { search, filter }: Searched) =>
  db
    .selectFrom(foundApps(db, search, filter).as('found'))
    .select([
      sql<number>`count(*)::integer`.as('total'),
      sql<number | null>`min(found.qubits)`.as('fewest'),
      sql<number | null>`max(found.qubits)`.as('most'),
    ])
    .executeTakeFirstOrThrow()
