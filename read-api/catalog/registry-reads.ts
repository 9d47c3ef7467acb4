import { sql } from 'kysely'
import type { AppType, Visibility } from '../../domain/catalog/app-details.ts'
import type { AppRow, ProjectRow } from '../../projections/catalog/tables.ts'
import { isOneOf, uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import type { ReadDb } from '../view/db.ts'
import type { FoundRow } from './registry-orders.ts'
import { matches, relevanceOf, textQuery } from './registry-text.ts'

type Wanted<Value> = Value | null | undefined

export type RegistryFilter = {
  readonly type?: Wanted<readonly AppType[]>
  readonly tags?: Wanted<readonly string[]>
  readonly licence?: Wanted<readonly string[]>
  readonly minimumQubits?: Wanted<number>
  readonly maximumQubits?: Wanted<number>
  readonly publisherOrganisationId?: Wanted<string>
  readonly featured?: Wanted<boolean>
}

/** What the registry shows to everybody the same, narrowed by what is typed and filtered. */
export const foundApps = (db: ReadDb, search: Wanted<string>, filter: RegistryFilter) => {
  const { type, tags, licence, minimumQubits, maximumQubits, featured } = filter
  const asked = search == null || search.trim() === '' ? undefined : textQuery(search)
  let query = db
    .selectFrom('apps')
    .innerJoin('app_texts', 'app_texts.app_id', 'apps.app_id')
    .leftJoin('app_counts', 'app_counts.app_id', 'apps.app_id')
    .leftJoin('app_versions as latest', 'latest.version_id', 'apps.latest_version_id')
    .selectAll('apps')
    .select([
      sql<bigint>`coalesce(app_counts.downloads, 0)`.as('downloads'),
      sql<bigint>`coalesce(app_counts.likes, 0)`.as('likes'),
      (asked === undefined ? sql<number>`0` : relevanceOf(asked)).as('relevance'),
      'latest.qubits as qubits',
    ])
    .where('apps.published_position', 'is not', null)
    .where('apps.visibility', '=', 'PUBLIC')
  if (asked !== undefined) query = query.where(matches(asked))
  if (type != null) query = query.where(isOneOf('apps.type', type))
  if (tags != null) query = query.where(sql<boolean>`apps.tags @> ${tags}::text[]`)
  if (licence != null) query = query.where(isOneOf('apps.licence', licence))
  if (minimumQubits != null) query = query.where('latest.qubits', '>=', minimumQubits)
  if (maximumQubits != null) query = query.where('latest.qubits', '<=', maximumQubits)
  if (featured != null) query = query.where('apps.featured_at', featured ? 'is not' : 'is', null)
  if (filter.publisherOrganisationId != null) {
    const publisher = uuidArgument('publisherOrganisationId', filter.publisherOrganisationId)
    query = query.where('apps.organisation_id', '=', publisher)
  }
  return query
}

/** A page of the registry. Throws QUERY_INVALID for a filter that means nothing. */
export const readRegistry = (
  db: ReadDb,
  search: Wanted<string>,
  filter: RegistryFilter,
  page: PageRequest,
): Promise<readonly FoundRow[]> =>
  takePage(db.selectFrom(foundApps(db, search, filter).as('apps')).selectAll(), page).execute()

export type OwnAppFilter = {
  readonly visibility?: Wanted<readonly Visibility[]>
  readonly published?: Wanted<boolean>
}

/** The apps that an organisation develops, whoever else sees them. */
export const readOwnApps = (
  db: ReadDb,
  organisation: string,
  { visibility, published }: OwnAppFilter,
  page: PageRequest,
): Promise<readonly AppRow[]> => {
  let query = db.selectFrom('apps').selectAll().where('apps.organisation_id', '=', organisation)
  if (visibility != null) query = query.where(isOneOf('apps.visibility', visibility))
  if (published != null)
    query = query.where('apps.published_position', published ? 'is not' : 'is', null)
  return takePage(query, page).execute()
}

export const readProjects = (
  db: ReadDb,
  organisation: string,
  status: Wanted<readonly string[]>,
  page: PageRequest,
): Promise<readonly ProjectRow[]> => {
  let query = db
    .selectFrom('projects')
    .selectAll()
    .where('projects.organisation_id', '=', organisation)
  if (status != null) query = query.where(isOneOf('projects.status', status))
  return takePage(query, page).execute()
}
