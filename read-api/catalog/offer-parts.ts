import type { OfferChanges, SupportContact as Contact } from '../../domain/catalog/listing-offer.ts'
import { builder } from '../schema/builder.ts'
import { ListingCategory } from './market-enums.ts'
import { PlanType } from './plan-type.ts'

const ContactKind = builder.enumType('SupportContactKind', {
  description: 'How a seller is reached.',
  values: {
    EMAIL: { description: 'By mail.' },
    URL: { description: 'On a page of theirs.' },
  },
})

export const SupportContact = builder.objectRef<Contact>('SupportContact').implement({
  description: 'The business address under which a seller helps.',
  fields: (t) => ({
    kind: t.field({
      type: ContactKind,
      description: 'What kind of address it is.',
      resolve: ({ kind }) => kind,
    }),
    address: t.string({ description: 'The address.', resolve: ({ address }) => address }),
  }),
})

/** The members of an offer that a request is about; the others are null. */
export const OfferPart = builder.objectRef<OfferChanges>('OfferPart').implement({
  description: 'Members of an offer; what is not in question is null.',
  fields: (t) => ({
    title: t.string({
      nullable: true,
      description: 'The title.',
      resolve: ({ title }) => title ?? null,
    }),
    summary: t.string({
      nullable: true,
      description: 'The summary.',
      resolve: ({ summary }) => summary ?? null,
    }),
    description: t.string({
      nullable: true,
      description: 'The description.',
      resolve: ({ description }) => description ?? null,
    }),
    categories: t.field({
      type: [ListingCategory],
      nullable: true,
      description: 'The categories.',
      resolve: ({ categories }) => categories ?? null,
    }),
    screenshots: t.stringList({
      nullable: true,
      description: 'Addresses of pictures.',
      resolve: ({ screenshots }) => screenshots ?? null,
    }),
    supportContact: t.field({
      type: SupportContact,
      nullable: true,
      description: 'Where its seller helps.',
      resolve: ({ supportContact }) => supportContact ?? null,
    }),
    previewRuns: t.int({
      nullable: true,
      description: 'Runs free of the app’s fee.',
      resolve: ({ previewRuns }) => previewRuns ?? null,
    }),
    plans: t.field({
      type: [PlanType],
      nullable: true,
      description: 'The plans on sale.',
      resolve: ({ plans }) => plans ?? null,
    }),
  }),
})
