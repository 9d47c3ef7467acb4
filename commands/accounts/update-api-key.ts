import { z } from 'zod'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { KeyLimits } from '../../domain/accounts/key-limits.ts'
import { Scope } from '../../domain/accounts/roles.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { grantorFor } from './grantor.ts'
import { managedKey } from './managed-key.ts'

/** Changes what a key is called, may do and is bounded by, or switches it off and on. What is left out stays. */
export const updateApiKey = defineCommand({
  name: 'accounts.update-api-key',
  input: z.strictObject({
    keyId: Id,
    name: z.string().trim().min(1).max(100).exactOptional(),
    scopes: z.array(Scope).min(1).max(Scope.options.length).exactOptional(),
    enabled: z.boolean().exactOptional(),
    limits: KeyLimits.exactOptional(),
  }),
  scope: 'accounts:write',
  run: async ({ keyId, scopes: wanted, ...rest }, tools) => {
    const key = await managedKey(tools, keyId)
    if (isRejection(key)) return key
    const grantor = await grantorFor(tools, key.organisationId)
    if (isRejection(grantor)) return grantor
    const scopes =
      wanted === undefined
        ? {}
        : { scopes: Scope.options.filter((scope) => wanted.includes(scope)) }
    const changed = await tools.change(apiKey, keyId, {
      type: 'ChangeApiKey',
      keyId,
      change: { ...rest, ...scopes },
      grantorScopes: grantor.scopes,
    })
    return 'stream' in changed ? { answer: { keyId }, changed } : changed
  },
})
