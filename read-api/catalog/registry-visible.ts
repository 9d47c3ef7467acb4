import { expressionBuilder, type RawBuilder, sql } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'
import type { Caller } from '../view/caller.ts'
import { ownedBy, visible } from '../view/visible.ts'

/** One's own; those that the registry has and that are not private; those on the market. */
export const appIsVisible = (caller: Caller): RawBuilder<boolean> => {
  const own = visible(caller, undefined, ownedBy('apps.organisation_id'))
  // Built, not written out: so it is looked up in the tables of the generation that is read.
  const listed = expressionBuilder<ReadModelTables, 'apps'>()
    .selectFrom('listings')
    .select('listings.app_id')
    .whereRef('listings.app_id', '=', 'apps.app_id')
    .where('listings.status', '=', 'PUBLISHED')
  return sql`((apps.published_position is not null and apps.visibility <> 'PRIVATE')
    or exists ${listed} or ${own})`
}

/** One's own; of others what they released, where the app is to be seen. */
export const versionIsVisible = (caller: Caller): RawBuilder<boolean> => {
  const own = visible(caller, undefined, ownedBy('app_versions.organisation_id'))
  const ofVisibleApp = expressionBuilder<ReadModelTables, 'app_versions'>()
    .selectFrom('apps')
    .select('apps.app_id')
    .whereRef('apps.app_id', '=', 'app_versions.app_id')
    .where(appIsVisible(caller))
  return sql`(${own} or (app_versions.status in ('RELEASED', 'YANKED') and exists ${ofVisibleApp}))`
}

export const projectIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, ownedBy('projects.organisation_id'))
