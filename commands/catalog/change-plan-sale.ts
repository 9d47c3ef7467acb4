import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownListing } from './own-listing.ts'

/** The seller takes a plan of a published listing from sale, or puts it back. Who has it keeps it. */
export const changePlanSale = defineCommand({
  name: 'catalog.change-plan-sale',
  input: z.strictObject({ appId: Id, planId: Id, onSale: z.boolean() }),
  scope: 'catalog:write',
  run: async ({ appId, planId, onSale }, tools) => {
    const owned = await ownListing(tools, appId)
    if (isRejection(owned)) return owned
    const type = onSale ? 'RestorePlan' : 'WithdrawPlan'
    const changed = await tools.change(listing, appId, { type, planId })
    return 'stream' in changed ? { answer: { appId, planId, onSale }, changed } : changed
  },
})
