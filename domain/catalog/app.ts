import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import { maxPages, type AppDetails, type Visibility } from './app-details.ts'
import { definitions, type AppEvent } from './app-events.ts'
import { latestOf, type KnownVersion } from './latest.ts'

/**
 * An app: what it tells of itself, its documentation, its released versions, and whether it is in the registry. It belongs
 * to the organisation that develops it, which is its seller.
 */
export const category = 'app'

// State.
export type ExistingApp = {
  readonly kind: 'existing'
  readonly appId: string
  readonly organisationId: string
  readonly slug: string
  readonly details: AppDetails
  readonly visibility: Visibility
  readonly projectId?: string
  /** In order. */
  readonly pages: readonly AppPage[]
  readonly versions: readonly KnownVersion[]
  readonly published: boolean
  readonly featured: boolean
}
type PageText = { readonly title: string; readonly body: string }
export type AppPage = PageText & { readonly pageId: string }
export type App =
  | { readonly kind: 'absent' }
  /** Its creation stalled; it will never be. */
  | { readonly kind: 'abandoned' }
  | ExistingApp

export const initial: App = { kind: 'absent' }

/** What the app is without further words; nothing while no version qualifies. */
export const latestVersion = ({ versions }: ExistingApp): KnownVersion | undefined =>
  latestOf(versions)

export const evolve = (state: App, event: AppEvent): App => {
  if (event.type === 'AppCreated') {
    const { at: _, ...created } = event.data
    const nothing = { pages: [], versions: [], published: false, featured: false }
    return { kind: 'existing', ...created, ...nothing }
  }
  if (event.type === 'AppCreationAbandoned') return { kind: 'abandoned' }
  if (state.kind !== 'existing') return state
  switch (event.type) {
    case 'AppDetailsChanged':
      return { ...state, details: event.data.details }
    case 'AppVisibilityChanged':
      return { ...state, visibility: event.data.visibility }
    case 'AppPagePut': {
      const { pageId, page } = event.data
      const put = { pageId, ...page }
      const isKnown = state.pages.some((known) => known.pageId === pageId)
      const pages = isKnown
        ? state.pages.map((known) => (known.pageId === pageId ? put : known))
        : [...state.pages, put]
      return { ...state, pages }
    }
    case 'AppPageRemoved': {
      const pages = state.pages.filter(({ pageId }) => pageId !== event.data.pageId)
      return { ...state, pages }
    }
    case 'AppPagesOrdered': {
      const { pageIds } = event.data
      const place = ({ pageId }: AppPage) => pageIds.indexOf(pageId)
      return { ...state, pages: state.pages.toSorted((a, b) => place(a) - place(b)) }
    }
    case 'AppVersionReleased': {
      const { versionId, semver } = event.data
      return { ...state, versions: [...state.versions, { versionId, semver, yanked: false }] }
    }
    case 'AppVersionYanked':
      return { ...state, versions: withYanked(state.versions, event.data) }
    case 'AppPublished':
      return { ...state, published: true }
    case 'AppWithdrawn':
      return { ...state, published: false, featured: false }
    case 'AppFeatured':
      return { ...state, featured: true }
    case 'AppFeatureEnded':
      return { ...state, featured: false }
    default:
      return exhausted(event)
  }
}

/** Whether its release was heard of before or not. */
const withYanked = (versions: readonly KnownVersion[], { versionId, semver }: Released) => [
  ...versions.filter((known) => known.versionId !== versionId),
  { versionId, semver, yanked: true },
]

// Commands.
type Released = { readonly versionId: string; readonly semver: string }
export type AppCommand = { readonly appId: string } & (
  | {
      readonly type: 'CreateApp'
      readonly organisationId: string
      readonly slug: string
      readonly details: AppDetails
      readonly visibility: Visibility
      readonly projectId?: string
    }
  | { readonly type: 'AbandonAppCreation' }
  | { readonly type: 'ChangeAppDetails'; readonly details: AppDetails }
  | { readonly type: 'ChangeAppVisibility'; readonly visibility: Visibility }
  /** At the end. */
  | { readonly type: 'AddAppPage'; readonly pageId: string; readonly page: PageText }
  | { readonly type: 'ChangeAppPage'; readonly pageId: string; readonly page: PageText }
  | { readonly type: 'RemoveAppPage'; readonly pageId: string }
  | { readonly type: 'OrderAppPages'; readonly pageIds: readonly string[] }
  | ({ readonly type: 'RecordRelease' } & Released)
  | ({ readonly type: 'RecordYank' } & Released)
  | { readonly type: 'PublishApp' }
  | { readonly type: 'WithdrawApp'; readonly reason: string }
  | { readonly type: 'FeatureApp' }
  | { readonly type: 'EndAppFeature' }
)

export const decide = (command: AppCommand, state: App, meta: DecisionMeta): Decision<AppEvent> => {
  const base = { appId: command.appId, at: meta.now }
  if (command.type === 'CreateApp') {
    if (state.kind === 'existing') return reject('ALREADY_EXISTS', 'This app was created already.')
    if (state.kind === 'abandoned')
      return reject('CREATION_ABANDONED', 'The creation took too long, and was given up.')
    const { type: _, ...created } = command
    return [{ type: 'AppCreated', data: { ...base, ...created } }]
  }
  if (command.type === 'AbandonAppCreation')
    return state.kind === 'absent' ? [{ type: 'AppCreationAbandoned', data: base }] : []
  if (state.kind !== 'existing') return reject('NOT_FOUND', 'There is no such app.')
  switch (command.type) {
    case 'ChangeAppDetails': {
      const { details } = command
      if (sameJson(details, state.details)) return []
      return [{ type: 'AppDetailsChanged', data: { ...base, details } }]
    }
    case 'ChangeAppVisibility': {
      const { visibility } = command
      if (visibility === state.visibility) return []
      return [{ type: 'AppVisibilityChanged', data: { ...base, visibility } }]
    }
    case 'AddAppPage': {
      const { pageId, page } = command
      if (state.pages.length >= maxPages)
        return reject('LIMIT_REACHED', `An app has at most ${maxPages} pages.`)
      return [{ type: 'AppPagePut', data: { ...base, pageId, page } }]
    }
    case 'ChangeAppPage': {
      const { pageId, page } = command
      const known = state.pages.find((one) => one.pageId === pageId)
      if (known === undefined) return reject('NOT_FOUND', 'There is no such page.')
      if (known.title === page.title && known.body === page.body) return []
      return [{ type: 'AppPagePut', data: { ...base, pageId, page } }]
    }
    case 'RemoveAppPage':
      if (!state.pages.some(({ pageId }) => pageId === command.pageId)) return []
      return [{ type: 'AppPageRemoved', data: { ...base, pageId: command.pageId } }]
    case 'OrderAppPages': {
      const pageIds = [...command.pageIds]
      const known = state.pages.map(({ pageId }) => pageId)
      if (!sameJson(pageIds.toSorted(), known.toSorted()))
        return reject('INVALID_INPUT', 'Every page of the app is named once.')
      if (sameJson(pageIds, known)) return []
      return [{ type: 'AppPagesOrdered', data: { ...base, pageIds } }]
    }
    case 'RecordRelease': {
      const { versionId, semver } = command
      if (state.versions.some((known) => known.versionId === versionId)) return []
      const versions = [...state.versions, { versionId, semver, yanked: false }]
      const latest = storedLatest(versions)
      return [{ type: 'AppVersionReleased', data: { ...base, versionId, semver, latest } }]
    }
    case 'RecordYank': {
      const { versionId, semver } = command
      if (state.versions.some((known) => known.versionId === versionId && known.yanked)) return []
      const latest = storedLatest(withYanked(state.versions, command))
      return [{ type: 'AppVersionYanked', data: { ...base, versionId, semver, latest } }]
    }
    case 'PublishApp':
      if (state.published) return []
      if (latestVersion(state) === undefined)
        return reject(
          'NOTHING_RELEASED',
          'The app has no released version that is not a prerelease.',
        )
      return [{ type: 'AppPublished', data: base }]
    case 'WithdrawApp':
      if (!state.published) return []
      return [{ type: 'AppWithdrawn', data: { ...base, reason: command.reason } }]
    case 'FeatureApp':
      if (state.featured) return []
      if (!state.published || state.visibility !== 'PUBLIC')
        return reject('APP_NOT_PUBLIC', 'Only a public app of the registry can be featured.')
      return [{ type: 'AppFeatured', data: base }]
    case 'EndAppFeature':
      return state.featured ? [{ type: 'AppFeatureEnded', data: base }] : []
    default:
      return exhausted(command)
  }
}

const storedLatest = (versions: readonly KnownVersion[]) => {
  const latest = latestOf(versions)
  return latest === undefined ? null : { versionId: latest.versionId, semver: latest.semver }
}

/** Values made in one place, with their members in one order. */
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const app: Aggregate<App, AppCommand, AppEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
