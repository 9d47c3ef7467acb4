import { z } from 'zod'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeOwnListing } from './own-listing.ts'

/** The seller takes a listing back from review. */
export const withdrawSubmission = defineCommand({
  name: 'catalog.withdraw-submission',
  input: z.strictObject({ appId: Id }),
  scope: 'catalog:write',
  run: ({ appId }, tools) => changeOwnListing(tools, appId, { type: 'WithdrawSubmission' }),
})
