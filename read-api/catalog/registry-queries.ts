import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { AppConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { App, AppVersion } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { AppTypeEnum, RegistryOrder, VisibilityEnum } from './registry-enums.ts'
import { RegistryFacets } from './registry-facets-type.ts'
import { appOrder, registryOrders } from './registry-orders.ts'
import { readOwnApps, readRegistry } from './registry-reads.ts'
import { appIsVisible } from './registry-visible.ts'

const RegistryFilter = builder.inputType('RegistryFilter', {
  description: 'Which apps are wanted; every member that is given must hold.',
  fields: (t) => ({
    type: t.field({ type: [AppTypeEnum], description: 'For one of these.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
    licence: t.stringList({ description: 'Under one of these licence expressions.' }),
    minimumQubits: t.int({ description: 'Whose latest version needs at least so many qubits.' }),
    maximumQubits: t.int({ description: 'Whose latest version needs at most so many qubits.' }),
    publisherOrganisationId: t.id({ description: 'Developed by this organisation.' }),
    featured: t.boolean({ description: 'Put in front by operators, or not.' }),
  }),
})

const RegistryOrderBy = builder.inputType('RegistryOrderBy', {
  description: 'How the registry is ordered.',
  fields: (t) => ({
    field: t.field({
      type: RegistryOrder,
      required: true,
      defaultValue: 'RELEVANCE',
      description: 'By what.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
})

const OwnAppFilter = builder.inputType('OwnAppFilter', {
  description: 'Which apps of your organisation are wanted.',
  fields: (t) => ({
    visibility: t.field({ type: [VisibilityEnum], description: 'Of one of these visibilities.' }),
    published: t.boolean({ description: 'In the registry, or not.' }),
  }),
})

const search =
  'What is typed: words, phrases in quotes, `or`, `-` for what is not wanted; the last word may be the beginning of one.'

builder.queryFields((t) => ({
  app: t.field({
    type: App,
    nullable: true,
    description: 'One app by its id or its slug; null when there is none that you may see.',
    args: {
      appId: t.arg.id({ description: 'The hub’s id of the app.' }),
      slug: t.arg.string({ description: 'Its slug.' }),
    },
    resolve: async (_, { appId, slug }, { view }) => {
      if (appId != null) return (await view.loaders.apps.load(appId)) ?? null
      if (slug == null || slug.includes('\0')) return null
      const found = await view.db
        .selectFrom('apps')
        .selectAll()
        .where('apps.slug', '=', slug)
        .where(appIsVisible(view.caller))
        .executeTakeFirst()
      return found ?? null
    },
  }),
  appVersion: t.field({
    type: AppVersion,
    nullable: true,
    description: 'One version of an app; null when there is none that you may see.',
    args: { versionId: t.arg.id({ required: true, description: 'The hub’s id of the version.' }) },
    resolve: async (_, { versionId }, { view }) =>
      (await view.loaders.appVersions.load(versionId)) ?? null,
  }),
  registry: t.connection(
    {
      type: App,
      description: 'The public apps of the registry, for everybody the same.',
      args: {
        search: t.arg.string({ description: search }),
        filter: t.arg({ type: RegistryFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({
          type: RegistryOrderBy,
          description: 'The best fit first when absent; without a search the newest.',
        }),
      },
      complexity: (args) => ({ field: 5, multiplier: pageSize(args) }),
      resolve: async (_, { search: typed, filter, orderBy, ...args }, { view }) => {
        const { field, direction } = orderBy ?? { field: 'RELEVANCE', direction: 'DESC' }
        const order = registryOrders[field]
        const page = pageRequest(args, order, direction)
        const rows = await readRegistry(view.db, typed, filter ?? {}, page)
        return pageOf(rows, page, order.keyOf)
      },
    },
    AppConnection,
  ),
  registryFacets: t.field({
    type: RegistryFacets,
    description: 'How many apps of the registry there are of each kind.',
    args: {
      search: t.arg.string({ description: search }),
      filter: t.arg({ type: RegistryFilter, description: 'Among which; all when absent.' }),
    },
    resolve: (_, { search: typed, filter }) => ({ search: typed, filter: filter ?? {} }),
  }),
  ownApps: t.connection(
    {
      type: App,
      description: 'The apps that your organisation develops, the newest first.',
      args: { filter: t.arg({ type: OwnAppFilter, description: 'Which; all when absent.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller)
        const page = pageRequest(args, appOrder, 'DESC')
        const rows = await readOwnApps(view.db, organisation, filter ?? {}, page)
        return pageOf(rows, page, appOrder.keyOf)
      },
    },
    AppConnection,
  ),
}))
