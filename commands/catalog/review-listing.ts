import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { answerOf } from './own-listing.ts'
import { Verdict } from './verdict.ts'

/** An operator publishes what a seller submitted, or says why not. */
export const reviewListing = defineCommand({
  name: 'catalog.review-listing',
  input: z.strictObject({ appId: Id, outcome: Verdict }),
  scope: 'marketplace:admin',
  run: async ({ appId, outcome: { verdict: _, ...said } }, tools) => {
    const command =
      'reason' in said
        ? ({ type: 'DeclineListing', ...said } as const)
        : ({ type: 'PublishListing', ...said } as const)
    return answerOf(await tools.change(listing, appId, command))
  },
})
