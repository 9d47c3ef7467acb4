import { z } from 'zod'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ChangesInput } from './offer-input.ts'
import { changeOwnListing } from './own-listing.ts'

/** Changes what is not on the market. What is takes a change request. */
export const editListing = defineCommand({
  name: 'catalog.edit-listing',
  input: z.strictObject({ appId: Id, changes: ChangesInput }),
  scope: 'catalog:write',
  run: ({ appId, changes }, tools) =>
    changeOwnListing(tools, appId, { type: 'EditListing', changes }),
})
