import { z } from 'zod'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeOwnListing } from './own-listing.ts'

/** The seller takes a listing off the market, or puts it back as it was last agreed to. Subscriptions go on. */
export const changeListingAvailability = defineCommand({
  name: 'catalog.change-listing-availability',
  input: z.strictObject({ appId: Id, available: z.boolean() }),
  scope: 'catalog:write',
  run: ({ appId, available }, tools) =>
    changeOwnListing(tools, appId, { type: available ? 'RelistListing' : 'DelistListing' }),
})
