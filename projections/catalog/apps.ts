import type { AppDetails } from '../../domain/catalog/app-details.ts'
import { definitions, type AppEvent } from '../../domain/catalog/app-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { AppRow } from './tables.ts'

/** Apps, the texts that they are found by, and their documentation. */
export const apps = projectionOf({
  name: 'apps',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'apps', key: { app_id: data.appId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    // Nothing was created that was abandoned: there is no row, and never will be.
    if (event.type === 'AppCreationAbandoned') return []
    const { revision, position } = event
    const row =
      event.type === 'AppCreated'
        ? created(event)
        : changed(existing(rows.get('apps', { app_id: event.data.appId }), event), event)
    return [
      { do: 'put', table: 'apps', row: { ...row, revision, position } },
      ...textOf(event),
      ...pageOf(event),
    ]
  },
})

type Created = Extract<Projected<AppEvent>, { type: 'AppCreated' }>
type Changing = Exclude<AppEvent, { type: 'AppCreated' | 'AppCreationAbandoned' }>

const created = ({ data, revision, position }: Created): AppRow => ({
  app_id: data.appId,
  organisation_id: data.organisationId,
  slug: data.slug,
  ...detailsOf(data.details),
  visibility: data.visibility,
  project_id: data.projectId ?? null,
  page_ids: [],
  latest_version_id: null,
  latest_semver: null,
  published_at: null,
  published_position: null,
  featured_at: null,
  created_at: new Date(data.at),
  changed_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const detailsOf = ({ name, summary, type, licence, tags, repository }: AppDetails) => ({
  ...{ name, summary, type, licence, tags },
  repository: repository ?? null,
})

const changed = (row: AppRow, event: Projected<Changing>): AppRow => ({
  ...row,
  ...changeOf(row, event),
  changed_at: new Date(event.data.at),
})

const changeOf = (row: AppRow, event: Projected<Changing>): Partial<AppRow> => {
  switch (event.type) {
    case 'AppDetailsChanged':
      return detailsOf(event.data.details)
    case 'AppVisibilityChanged':
      return { visibility: event.data.visibility }
    case 'AppPagePut': {
      const { pageId } = event.data
      return row.page_ids.includes(pageId) ? {} : { page_ids: [...row.page_ids, pageId] }
    }
    case 'AppPageRemoved':
      return { page_ids: row.page_ids.filter((pageId) => pageId !== event.data.pageId) }
    case 'AppPagesOrdered':
      return { page_ids: event.data.pageIds }
    case 'AppVersionReleased':
    case 'AppVersionYanked': {
      const { latest } = event.data
      return {
        latest_version_id: latest?.versionId ?? null,
        latest_semver: latest?.semver ?? null,
      }
    }
    case 'AppPublished':
      return { published_at: new Date(event.data.at), published_position: event.position }
    case 'AppWithdrawn':
      return { published_at: null, published_position: null, featured_at: null }
    case 'AppFeatured':
      return { featured_at: new Date(event.data.at) }
    case 'AppFeatureEnded':
      return { featured_at: null }
    default:
      return exhausted(event)
  }
}

const textOf = (event: Projected<AppEvent>): readonly RowWrite[] => {
  if (event.type !== 'AppCreated' && event.type !== 'AppDetailsChanged') return []
  const { appId: app_id, details } = event.data
  const { name, summary, tags, readme } = details
  const { position } = event
  return [{ do: 'put', table: 'app_texts', row: { app_id, name, summary, tags, readme, position } }]
}

const pageOf = (event: Projected<AppEvent>): readonly RowWrite[] => {
  if (event.type !== 'AppPagePut' && event.type !== 'AppPageRemoved') return []
  const { appId: app_id, pageId: page_id, at } = event.data
  const key = { app_id, page_id }
  if (event.type === 'AppPageRemoved') return [{ do: 'remove', table: 'app_pages', key }]
  const { position } = event
  const row = { ...key, ...event.data.page, changed_at: new Date(at), position }
  return [{ do: 'put', table: 'app_pages', row }]
}
