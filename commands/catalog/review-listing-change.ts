import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { Verdict } from './verdict.ts'

/** An operator accepts a change request, or says why not. Subscriptions keep their plan as it was. */
export const reviewListingChange = defineCommand({
  name: 'catalog.review-listing-change',
  input: z.strictObject({ appId: Id, requestId: Id, outcome: Verdict }),
  scope: 'marketplace:admin',
  run: async ({ appId, requestId, outcome: { verdict: _, ...said } }, tools) => {
    const command =
      'reason' in said
        ? ({ type: 'DeclineChange', requestId, ...said } as const)
        : ({ type: 'AcceptChange', requestId, ...said } as const)
    const changed = await tools.change(listing, appId, command)
    return 'stream' in changed ? { answer: { appId, requestId }, changed } : changed
  },
})
