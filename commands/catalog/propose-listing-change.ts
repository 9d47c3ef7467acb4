import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { ChangesInput } from './offer-input.ts'
import { ownListing } from './own-listing.ts'

/** The seller asks for a change of what is on the market. One request at a time. */
export const proposeListingChange = defineCommand({
  name: 'catalog.propose-listing-change',
  input: z.strictObject({ appId: Id, changes: ChangesInput }),
  scope: 'catalog:write',
  run: async ({ appId, changes }, tools) => {
    const owned = await ownListing(tools, appId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(listing, appId, { type: 'ProposeChange', changes })
    if (!('stream' in changed)) return changed
    // As `meta.id` makes it: a repetition finds the same, long after the request was decided on.
    const { commandId } = tools.context
    const requestId = derivedId(commandId, streamOf(listing, appId), 'change')
    return { answer: { appId, requestId }, changed }
  },
})
