import { builder } from '../schema/builder.ts'
import { Listing, Review } from '../schema/refs.ts'
import { asOperator } from './listing-type.ts'
import { VerifiedBy } from './market-enums.ts'

builder.node(Review, {
  description: 'What a person who has used an app says of it. Who it was is not shown.',
  id: { resolve: ({ review_id }) => review_id },
  loadOne: (id, { view }) => view.loaders.reviews.load(id),
  fields: (t) => ({
    reviewId: t.exposeID('review_id', { description: 'The hub’s id, as commands take it.' }),
    appId: t.exposeID('app_id', { description: 'Of which app.' }),
    rating: t.exposeInt('rating', { description: 'Stars, from 1 to 5.' }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Its title; null once its author’s data was erased.',
    }),
    body: t.exposeString('body', {
      nullable: true,
      description: 'Its text; null once its author’s data was erased.',
    }),
    verifiedBy: t.expose('verified_by', {
      type: VerifiedBy,
      description: 'What shows that its author has used the app.',
    }),
    isYours: t.boolean({
      description: 'Whether you wrote it.',
      resolve: ({ author }, _, { view: { caller } }) =>
        caller.kind === 'known' && caller.principal.actor.id === author,
    }),
    helpful: t.exposeInt('helpful', { description: 'How many found it helpful.' }),
    writtenAt: t.expose('written_at', { type: 'DateTime', description: 'When it was written.' }),
    editedAt: t.expose('edited_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When its author last said something else.',
    }),
    reply: t.exposeString('reply', { nullable: true, description: 'The seller’s answer.' }),
    repliedAt: t.expose('replied_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the seller answered.',
    }),
    hidden: t.exposeBoolean('hidden', {
      description: 'Whether an operator has hidden it; its author still sees it.',
    }),
    reason: t.string({
      nullable: true,
      description: 'Why an operator hid it; for its author. Why it was shown again, for operators.',
      resolve: ({ hidden, reason }, _, { view }) =>
        hidden ? reason : asOperator(view.caller, reason),
    }),
    reports: t.int({
      nullable: true,
      description: 'How many say that it should not be there; for operators.',
      resolve: ({ reports }, _, { view }) => asOperator(view.caller, reports),
    }),
    internalNote: t.string({
      nullable: true,
      description: 'What operators told each other; for operators.',
      resolve: ({ internal_note }, _, { view }) => asOperator(view.caller, internal_note),
    }),
    listing: t.field({
      type: Listing,
      nullable: true,
      description: 'The listing of the app; null when it is not on the market.',
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.listings.load(app_id)) ?? null,
    }),
  }),
})
