import { builder } from '../schema/builder.ts'
import { Listing, ListingChange } from '../schema/refs.ts'
import { asOperator } from './listing-type.ts'
import { ListingChangeStatus } from './market-enums.ts'
import { OfferPart } from './offer-parts.ts'

builder.node(ListingChange, {
  description: 'What a seller wants changed about a listing on the market.',
  id: { resolve: ({ request_id }) => request_id },
  loadOne: (id, { view }) => view.loaders.listingChanges.load(id),
  fields: (t) => ({
    requestId: t.exposeID('request_id', { description: 'The hub’s id, as commands take it.' }),
    appId: t.exposeID('app_id', { description: 'Of which app.' }),
    status: t.expose('status', { type: ListingChangeStatus, description: 'Where it is.' }),
    changes: t.field({
      type: OfferPart,
      description: 'What is to become of the listing.',
      resolve: ({ changes }) => changes,
    }),
    current: t.field({
      type: OfferPart,
      description: 'What the same members were when it was asked for.',
      resolve: ({ current }) => current,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was declined.',
    }),
    internalNote: t.string({
      nullable: true,
      description: 'What operators told each other; for operators.',
      resolve: ({ internal_note }, _, { view }) => asOperator(view.caller, internal_note),
    }),
    proposedAt: t.expose('proposed_at', {
      type: 'DateTime',
      description: 'When it was asked for.',
    }),
    decidedAt: t.expose('decided_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted, declined or taken back.',
    }),
    listing: t.field({
      type: Listing,
      nullable: true,
      description: 'The listing.',
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.listings.load(app_id)) ?? null,
    }),
  }),
})
