import { z } from 'zod'
import { ErasureReason } from '../../domain/accounts/erasure.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { closeFor } from './erasure/close.ts'

/** Who runs the hub closes an account for good; no role has the scope. Erasure follows. */
export const eraseAccount = defineCommand({
  name: 'accounts.erase',
  input: z.strictObject({
    userId: Id,
    reason: ErasureReason.default('ON_REQUEST'),
    /** Others who would be left without an owner get one of themselves, instead of a refusal. */
    inherit: z.boolean().default(false),
  }),
  scope: 'accounts:erase',
  run: async ({ userId, reason, inherit }, tools) => closeFor(tools, userId, reason, inherit),
})
