import DataLoader from 'dataloader'
import { sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { AppPageRow, ProjectCircuitRow } from '../../projections/catalog/tables.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { versionOrder } from './registry-orders.ts'
import { appIsVisible, projectIsVisible, versionIsVisible } from './registry-visible.ts'

/** What belongs to each of many parents, where it is short enough to be had whole. */
const allOf = <Row>(
  load: (parents: readonly string[]) => Promise<readonly Row[]>,
  parentOf: (row: Row) => string,
) =>
  new DataLoader<string, readonly Row[]>(async (parents) => {
    const rows = await load(parents)
    return parents.map((parent) => rows.filter((row) => parentOf(row) === parent))
  })

export const registryLoaders = (db: ReadDb, caller: Caller) => {
  const actor = caller.kind === 'known' ? caller.principal.actor.id : ''
  return {
    apps: byUuid(
      (ids) =>
        db
          .selectFrom('apps')
          .selectAll()
          .where('apps.app_id', 'in', ids)
          .where(appIsVisible(caller))
          .execute(),
      ({ app_id }) => app_id,
    ),
    appVersions: byUuid(
      (ids) =>
        db
          .selectFrom('app_versions')
          .selectAll()
          .where('app_versions.version_id', 'in', ids)
          .where(versionIsVisible(caller))
          .execute(),
      ({ version_id }) => version_id,
    ),
    versionsOfApp: children(
      db,
      'uuid',
      (parent) =>
        parent
          .selectFrom('app_versions')
          .selectAll()
          .whereRef('app_versions.app_id', '=', 'parent.id')
          .where(versionIsVisible(caller)),
      (row) => versionOrder.keyOf(row),
    ),
    /** By app; asked for of apps that the caller sees. */
    readmes: byUuid(
      (ids) =>
        db
          .selectFrom('app_texts')
          .select(['app_id', 'readme'])
          .where('app_id', 'in', ids)
          .execute(),
      ({ app_id }) => app_id,
    ),
    pagesOfApp: allOf<AppPageRow>(
      (ids) => db.selectFrom('app_pages').selectAll().where('app_id', 'in', ids).execute(),
      ({ app_id }) => app_id,
    ),
    /** By app: that the caller likes it. */
    ownLikes: byUuid(
      (ids) =>
        !isId(actor)
          ? Promise.resolve([])
          : db
              .selectFrom('app_likes')
              .select('app_id')
              .where('user_id', '=', actor)
              .where('app_id', 'in', ids)
              .execute(),
      ({ app_id }) => app_id,
    ),
    /** Organisations with an app in the registry are known to everybody. */
    publishers: byUuid(
      (ids) =>
        db
          .selectFrom('organisations')
          .selectAll()
          .where('organisation_id', 'in', ids)
          .where((where) =>
            where.exists(
              where
                .selectFrom('apps')
                .select('apps.app_id')
                .whereRef('apps.organisation_id', '=', 'organisations.organisation_id')
                .where(sql<boolean>`apps.published_position is not null`)
                .where('apps.visibility', '<>', 'PRIVATE'),
            ),
          )
          .execute(),
      ({ organisation_id }) => organisation_id,
    ),
    projects: byUuid(
      (ids) =>
        db
          .selectFrom('projects')
          .selectAll()
          .where('projects.project_id', 'in', ids)
          .where(projectIsVisible(caller))
          .execute(),
      ({ project_id }) => project_id,
    ),
    /** Of projects that the caller sees. */
    circuitsOfProject: allOf<ProjectCircuitRow>(
      (ids) =>
        db
          .selectFrom('project_circuits')
          .selectAll()
          .where('project_id', 'in', ids)
          .orderBy('created_position')
          .orderBy('circuit_id')
          .execute(),
      ({ project_id }) => project_id,
    ),
  }
}
