import { z } from 'zod'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { managedKey } from './managed-key.ts'

/** Ends a key: by who made it, by who manages its organisation, by an operator, or by the key itself. */
export const revokeApiKey = defineCommand({
  name: 'accounts.revoke-api-key',
  input: z.strictObject({ keyId: Id }),
  scope: 'accounts:write',
  run: async ({ keyId }, tools) => {
    const key = await managedKey(tools, keyId, { byItself: true })
    if (isRejection(key)) return key
    const changed = await tools.change(apiKey, keyId, { type: 'RevokeApiKey', keyId })
    return 'stream' in changed ? { answer: { keyId }, changed } : changed
  },
})
