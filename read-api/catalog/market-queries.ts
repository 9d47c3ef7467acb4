import { asOfArgument, costAsOf, readAsOf } from '../history/as-of.ts'
import { creationKey } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import {
  ListingChangeConnection,
  ListingConnection,
  ReviewConnection,
} from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { Listing, ListingChange, Review } from '../schema/refs.ts'
import { requireOperator, requirePrincipal } from '../view/caller.ts'
import { ListingCategory, ListingChangeStatus, ListingOrder } from './market-enums.ts'
import { changeOrder, draftedOrder, listingOrders, reviewOrders } from './market-orders.ts'
import {
  readChanges,
  readListingsOf,
  readMarket,
  readReported,
  readSubmitted,
} from './market-reads.ts'
import { PricingKind } from './plan-type.ts'

const ListingFilter = builder.inputType('ListingFilter', {
  description: 'Which listings are wanted; every member that is given must hold.',
  fields: (t) => ({
    text: t.string({
      description:
        'With these words in title, summary or description, the last of them perhaps only begun; quotes, `or` and `-` work.',
    }),
    categories: t.field({ type: [ListingCategory], description: 'In one of these categories.' }),
    pricing: t.field({
      type: [PricingKind],
      description: 'With a plan on sale that is paid for in one of these ways.',
    }),
    asset: t.string({ description: 'With a plan on sale that is priced in it, such as "USD/2".' }),
    minimumPrice: t.string({ description: 'At least so many minor units of the asset.' }),
    maximumPrice: t.string({
      description: 'At most so many minor units of the asset: a period’s, a run’s, or once.',
    }),
    minimumRating: t.float({ description: 'With an average of at least so many stars.' }),
    sellerOrganisationId: t.id({ description: 'Of this seller.' }),
  }),
})

const ListingOrderBy = builder.inputType('ListingOrderBy', {
  description: 'How a list of listings is ordered.',
  fields: (t) => ({
    field: t.field({
      type: ListingOrder,
      required: true,
      defaultValue: 'PUBLISHED_AT',
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

builder.queryFields((t) => ({
  listing: t.field({
    type: Listing,
    nullable: true,
    description: 'One listing; null when there is none that you may see.',
    args: {
      appId: t.arg.id({ required: true, description: 'The hub’s id of the app.' }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { appId, asOf }, { view }) =>
      readAsOf(view, 'listings', await view.loaders.listings.load(appId), asOf),
  }),
  listings: t.connection(
    {
      type: Listing,
      description: 'The market: what is published, for everybody the same.',
      args: {
        filter: t.arg({ type: ListingFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({ type: ListingOrderBy, description: 'The newest first when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, orderBy, ...args }, { view }) => {
        const { field, direction } = orderBy ?? { field: 'PUBLISHED_AT', direction: 'DESC' }
        const order = listingOrders[field]
        const page = pageRequest(args, order, direction)
        return pageOf(await readMarket(view.db, filter ?? {}, page), page, order.keyOf)
      },
    },
    ListingConnection,
  ),
  ownListings: t.connection(
    {
      type: Listing,
      description: 'The listings of your organisation in whatever state, the newest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        const { organisation } = requirePrincipal(view.caller)
        const page = pageRequest(args, draftedOrder, 'DESC')
        const rows = await readListingsOf(view.db, organisation, page)
        return pageOf(rows, page, draftedOrder.keyOf)
      },
    },
    ListingConnection,
  ),
  listingReviewQueue: t.connection(
    {
      type: Listing,
      description: 'Listings that wait for an operator, the oldest first. For operators.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, draftedOrder, 'ASC')
        const rows = await readSubmitted(view.db, page)
        return pageOf(rows, page, draftedOrder.keyOf)
      },
    },
    ListingConnection,
  ),
  listingChanges: t.connection(
    {
      type: ListingChange,
      description: 'Change requests of your organisation, for operators of all; the oldest first.',
      args: {
        status: t.arg({
          type: [ListingChangeStatus],
          description: 'In one of these states; in any when absent.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, ...args }, { view }) => {
        requirePrincipal(view.caller)
        const page = pageRequest(args, changeOrder, 'ASC')
        const rows = await readChanges(view.db, view.caller, status ?? undefined, page)
        return pageOf(rows, page, creationKey)
      },
    },
    ListingChangeConnection,
  ),
  reportedReviews: t.connection(
    {
      type: Review,
      description:
        'Reviews that were reported and are still shown, the oldest first. For operators.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, reviewOrders.WRITTEN_AT, 'ASC')
        const rows = await readReported(view.db, view.caller, page)
        return pageOf(rows, page, reviewOrders.WRITTEN_AT.keyOf)
      },
    },
    ReviewConnection,
  ),
}))
