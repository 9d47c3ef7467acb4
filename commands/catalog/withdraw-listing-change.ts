import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownListing } from './own-listing.ts'

/** The seller takes a change request back. */
export const withdrawListingChange = defineCommand({
  name: 'catalog.withdraw-listing-change',
  input: z.strictObject({ appId: Id, requestId: Id }),
  scope: 'catalog:write',
  run: async ({ appId, requestId }, tools) => {
    const owned = await ownListing(tools, appId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(listing, appId, { type: 'WithdrawChange', requestId })
    return 'stream' in changed ? { answer: { appId, requestId }, changed } : changed
  },
})
