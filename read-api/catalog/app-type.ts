import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { AppVersionConnection } from '../schema/connections.ts'
import { App, AppVersion, Listing, Organisation, Project } from '../schema/refs.ts'
import { AppPage } from './app-page-type.ts'
import { AppTypeEnum, VisibilityEnum } from './registry-enums.ts'
import { versionOrder } from './registry-orders.ts'

/** So many pages an app may have. */
const pagesCost = 50

builder.node(App, {
  description: 'A quantum app. One of the registry or the market is shown to everybody.',
  id: { resolve: ({ app_id }) => app_id },
  loadOne: (id, { view }) => view.loaders.apps.load(id),
  fields: (t) => ({
    appId: t.exposeID('app_id', { description: 'The hub’s id, as commands take it.' }),
    slug: t.exposeString('slug', { description: 'Its name in addresses, for ever.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    summary: t.exposeString('summary', { description: 'What it does, in a sentence.' }),
    type: t.expose('type', { type: AppTypeEnum, description: 'What it is for.' }),
    visibility: t.expose('visibility', {
      type: VisibilityEnum,
      description: 'Who finds it in the registry.',
    }),
    licence: t.exposeString('licence', { description: 'An SPDX licence expression.' }),
    tags: t.stringList({
      description: 'What it is found by, too.',
      resolve: ({ tags }) => [...tags],
    }),
    repository: t.exposeString('repository', {
      nullable: true,
      description: 'Where its source code is kept.',
    }),
    readme: t.string({
      description: 'What its developer tells of it. Markdown.',
      complexity: 1,
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.readmes.load(app_id))?.readme ?? '',
    }),
    pages: t.field({
      type: [AppPage],
      description: 'Its documentation, in the order in which it is read.',
      // All of it is read, whatever of it is asked for.
      complexity: pagesCost,
      resolve: async ({ app_id, page_ids }, _, { view }) => {
        const pages = await view.loaders.pagesOfApp.load(app_id)
        const place = new Map(page_ids.map((pageId, index) => [pageId, index]))
        return pages
          .filter(({ page_id }) => place.has(page_id))
          .toSorted((a, b) => (place.get(a.page_id) ?? 0) - (place.get(b.page_id) ?? 0))
      },
    }),
    publisherOrganisationId: t.exposeID('organisation_id', {
      description: 'The hub’s id of the organisation that develops it.',
    }),
    publisher: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation that develops it.',
      resolve: async ({ organisation_id }, _, { view: { loaders } }) =>
        (await loaders.publishers.load(organisation_id)) ??
        (await loaders.organisations.load(organisation_id)) ??
        null,
    }),
    latestVersion: t.field({
      type: AppVersion,
      nullable: true,
      description: 'The highest that is released, not yanked and no prerelease.',
      resolve: async ({ latest_version_id }, _, { view }) =>
        latest_version_id === null
          ? null
          : ((await view.loaders.appVersions.load(latest_version_id)) ?? null),
    }),
    versions: t.connection(
      {
        type: AppVersion,
        description: 'Its versions, the highest first: to others those that were released.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ app_id }, args, { view }) =>
          view.loaders.versionsOfApp.load({
            parent: app_id,
            page: pageRequest(args, versionOrder, 'DESC'),
          }),
      },
      AppVersionConnection,
    ),
    downloads: t.int({
      description: 'How often it was downloaded: counted once an account and day.',
      complexity: 1,
      resolve: async ({ app_id }, _, { view }) =>
        Number((await view.loaders.marketCounts.load(app_id))?.downloads ?? 0n),
    }),
    likes: t.int({
      description: 'How many people like it.',
      complexity: 1,
      resolve: async ({ app_id }, _, { view }) =>
        Number((await view.loaders.marketCounts.load(app_id))?.likes ?? 0n),
    }),
    likedByViewer: t.boolean({
      description: 'Whether you like it.',
      complexity: 1,
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.ownLikes.load(app_id)) !== undefined,
    }),
    listing: t.field({
      type: Listing,
      nullable: true,
      description: 'How it is offered on the market; null when it is not.',
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.listings.load(app_id)) ?? null,
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'The project that it was released from; for its organisation.',
      resolve: async ({ project_id }, _, { view }) =>
        project_id === null ? null : ((await view.loaders.projects.load(project_id)) ?? null),
    }),
    publishedAt: t.expose('published_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is in the registry.',
    }),
    featuredAt: t.expose('featured_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when operators put it in front.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was made.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    revision: t.string({
      description: 'Of the app’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})
