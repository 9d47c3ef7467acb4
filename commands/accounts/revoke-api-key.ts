import { z } from 'zod'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'

/** Ends a key: by who made it, by an owner of its organisation, by an operator, or by the key itself. */
export const revokeApiKey = defineCommand({
  name: 'accounts.revoke-api-key',
  input: z.strictObject({ keyId: Id }),
  scope: 'accounts:write',
  run: async ({ keyId }, tools) => {
    const { actor, organisation: actingFor } = tools.context
    const { state: key } = await tools.load(apiKey, keyId)
    if (key.kind === 'absent') return notFound('API key')
    if (actor.kind !== 'operator' && actor.kind !== 'system') {
      if (key.organisationId !== actingFor) return notFound('API key')
      const { state: owners } = await tools.load(organisation, key.organisationId)
      const isOwner = actor.kind === 'user' && memberRoleOf(owners, actor.id) === 'OWNER'
      if (!isOwner && actor.id !== key.createdBy && actor.id !== keyId)
        return reject('FORBIDDEN', 'Only who made the key or an owner of the organisation ends it.')
    }
    const changed = await tools.change(apiKey, keyId, { type: 'RevokeApiKey', keyId })
    return 'stream' in changed ? { answer: { keyId }, changed } : changed
  },
})
