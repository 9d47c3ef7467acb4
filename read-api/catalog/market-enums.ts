import { builder } from '../schema/builder.ts'

export const ListingStatus = builder.enumType('ListingStatus', {
  description: 'Where a listing is.',
  values: {
    DRAFT: { description: 'Being written; only the seller sees it.' },
    IN_REVIEW: { description: 'Waiting for an operator.' },
    PUBLISHED: { description: 'On the market.' },
    SUSPENDED: { description: 'Taken off the market by an operator.' },
    DELISTED: { description: 'Taken off the market by its seller.' },
  },
})

export const ListingCategory = builder.enumType('ListingCategory', {
  description: 'What buyers look for apps by.',
  values: {
    CHEMISTRY: { description: 'Molecules and materials.' },
    CRYPTOGRAPHY: { description: 'Keys, random numbers, and breaking them.' },
    EDUCATION: { description: 'To learn by.' },
    ERROR_CORRECTION: { description: 'Codes and decoders.' },
    FINANCE: { description: 'Prices, risks, portfolios.' },
    LOGISTICS: { description: 'Routes and schedules.' },
    MACHINE_LEARNING: { description: 'Classifiers, kernels, generators.' },
    OPTIMISATION: { description: 'Best of many.' },
    SIMULATION: { description: 'Of physical systems.' },
    TOOLS: { description: 'For those who write apps.' },
  },
})

export const ListingChangeStatus = builder.enumType('ListingChangeStatus', {
  description: 'Where a change request is.',
  values: {
    OPEN: { description: 'Waiting for an operator.' },
    ACCEPTED: { description: 'The listing is as it asked for.' },
    DECLINED: { description: 'An operator said no.' },
    WITHDRAWN: { description: 'The seller took it back.' },
  },
})

export const ListingOrder = builder.enumType('ListingOrder', {
  description: 'What a list of listings is ordered by.',
  values: {
    PUBLISHED_AT: { description: 'When they first came to the market.' },
    RATING: { description: 'The average of their stars; those without come last.' },
    SUBSCRIPTIONS: { description: 'How many subscriptions run.' },
  },
})

export const ReviewOrder = builder.enumType('ReviewOrder', {
  description: 'What a list of reviews is ordered by.',
  values: {
    WRITTEN_AT: { description: 'When they were first written.' },
    RATING: { description: 'Their stars.' },
    HELPFUL: { description: 'How many found them helpful.' },
  },
})

export const VerifiedBy = builder.enumType('VerifiedBy', {
  description: 'What shows that a reviewer has used the app.',
  values: {
    JOB: { description: 'A run of it that completed.' },
    SUBSCRIPTION: { description: 'A subscription that was active.' },
  },
})
