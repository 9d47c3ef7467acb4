import { z } from 'zod'
import { CommissionBasisPoints, InternalNote } from '../../domain/catalog/listing-events.ts'
import { listing } from '../../domain/catalog/listing.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** An operator sets the hub's part of what a listing earns. Subscriptions that run keep theirs. */
export const setListingCommission = defineCommand({
  name: 'catalog.set-listing-commission',
  input: z.strictObject({
    appId: Id,
    commissionBasisPoints: CommissionBasisPoints,
    internalNote: InternalNote.exactOptional(),
  }),
  scope: 'marketplace:admin',
  run: async ({ appId, ...terms }, tools) => {
    const changed = await tools.change(listing, appId, { type: 'SetCommission', ...terms })
    const { commissionBasisPoints } = terms
    return 'stream' in changed ? { answer: { appId, commissionBasisPoints }, changed } : changed
  },
})
