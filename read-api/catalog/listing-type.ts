import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { ListingChangeConnection, ReviewConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { App, Listing, ListingChange, Organisation, Review } from '../schema/refs.ts'
import { belongsTo, type Caller, seesAll } from '../view/caller.ts'
import { ListingCategory, ListingStatus, ReviewOrder } from './market-enums.ts'
import { AppMetrics, noStars, Rating } from './market-figures.ts'
import { changeOrder, reviewOrders } from './market-orders.ts'
import { SupportContact } from './offer-parts.ts'
import { PlanType } from './plan-type.ts'

const ReviewOrderBy = builder.inputType('ReviewOrderBy', {
  description: 'How a list of reviews is ordered.',
  fields: (t) => ({
    field: t.field({
      type: ReviewOrder,
      required: true,
      defaultValue: 'WRITTEN_AT',
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

/** What only the seller sees, and operators. */
const asSeller = <Value>(
  caller: Caller,
  { organisation_id }: { readonly organisation_id: string },
  value: Value,
): Value | null => (belongsTo(caller, organisation_id) ? value : null)

export const asOperator = <Value>(caller: Caller, value: Value): Value | null =>
  caller.kind === 'known' && seesAll(caller.principal) ? value : null

builder.node(Listing, {
  description: 'An app on the market. Before it is published, and after, its seller alone sees it.',
  id: { resolve: ({ app_id }) => app_id },
  loadOne: (id, { view }) => view.loaders.listings.load(id),
  fields: (t) => ({
    appId: t.exposeID('app_id', { description: 'The hub’s id of the app, as commands take it.' }),
    app: t.field({
      type: App,
      nullable: true,
      description: 'The app: what it needs, its versions and its documentation.',
      resolve: async ({ app_id }, _, { view }) => (await view.loaders.apps.load(app_id)) ?? null,
    }),
    status: t.expose('status', { type: ListingStatus, description: 'Where it is.' }),
    title: t.exposeString('title', { description: 'Its title.' }),
    summary: t.exposeString('summary', { description: 'What it does, in a sentence.' }),
    description: t.exposeString('description', { description: 'What it does. Markdown.' }),
    categories: t.field({
      type: [ListingCategory],
      description: 'What it is looked for by.',
      resolve: ({ categories }) => categories,
    }),
    screenshots: t.stringList({
      description: 'Addresses of pictures of it.',
      resolve: ({ screenshots }) => [...screenshots],
    }),
    supportContact: t.field({
      type: SupportContact,
      description: 'Where its seller helps.',
      resolve: ({ support_contact }) => support_contact,
    }),
    previewRuns: t.exposeInt('preview_runs', {
      description: 'Runs that every organisation has free of the app’s fee, before it subscribes.',
    }),
    plans: t.field({
      type: [PlanType],
      description: 'The plans on sale, in the seller’s order.',
      resolve: ({ plans }) => plans,
    }),
    sellerOrganisationId: t.exposeID('organisation_id', {
      description: 'The hub’s id of the organisation that sells it.',
    }),
    seller: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation that sells it.',
      resolve: async ({ organisation_id }, _, { view }) =>
        (await view.loaders.sellers.load(organisation_id)) ??
        (await view.loaders.organisations.load(organisation_id)) ??
        null,
    }),
    publishedAt: t.expose('published_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it first came to the market.',
    }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', description: 'When it last changed.' }),
    rating: t.field({
      type: Rating,
      description: 'What its reviews come to.',
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.marketRatings.load(app_id)) ?? noStars,
    }),
    metrics: t.field({
      type: AppMetrics,
      description: 'What it has come to.',
      resolve: async ({ app_id }, _, { view: { loaders } }) => {
        const [market, counts, runs] = await Promise.all([
          loaders.marketMetrics.load(app_id),
          loaders.marketCounts.load(app_id),
          loaders.marketRuns.load(app_id),
        ])
        return {
          views: market?.views ?? 0,
          subscriptions: market?.subscriptions ?? 0,
          running: market?.live_subscriptions ?? 0,
          downloads: Number(counts?.downloads ?? 0n),
          likes: Number(counts?.likes ?? 0n),
          runs: Number(runs?.runs ?? 0n),
        }
      },
    }),
    reviews: t.connection(
      {
        type: Review,
        description: 'What people say of it.',
        args: {
          orderBy: t.arg({ type: ReviewOrderBy, description: 'The newest first when absent.' }),
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ app_id }, { orderBy, ...args }, { view }) => {
          const { field, direction } = orderBy ?? { field: 'WRITTEN_AT', direction: 'DESC' }
          const page = pageRequest(args, reviewOrders[field], direction)
          return view.loaders.reviewsOf[field].load({ parent: app_id, page })
        },
      },
      ReviewConnection,
    ),
    withdrawnPlans: t.field({
      type: [PlanType],
      nullable: true,
      description: 'Plans that are no longer on sale; for the seller.',
      resolve: (row, _, { view }) => asSeller(view.caller, row, row.withdrawn_plans),
    }),
    commissionBasisPoints: t.int({
      nullable: true,
      description: 'The hub’s part in hundredths of a percent; for the seller.',
      resolve: (row, _, { view }) => asSeller(view.caller, row, row.commission_basis_points),
    }),
    reason: t.string({
      nullable: true,
      description: 'What the last verdict told the seller; for the seller.',
      resolve: (row, _, { view }) => asSeller(view.caller, row, row.reason),
    }),
    internalNote: t.string({
      nullable: true,
      description: 'What operators told each other; for operators.',
      resolve: ({ internal_note }, _, { view }) => asOperator(view.caller, internal_note),
    }),
    submittedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last submitted for review; for the seller.',
      resolve: (row, _, { view }) => asSeller(view.caller, row, row.submitted_at),
    }),
    changeRequests: t.connection(
      {
        type: ListingChange,
        description: 'What its seller asked to be changed, the newest first; none for others.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ app_id }, args, { view }) =>
          view.loaders.changesOfListing.load({
            parent: app_id,
            page: pageRequest(args, changeOrder, 'DESC'),
          }),
      },
      ListingChangeConnection,
    ),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
