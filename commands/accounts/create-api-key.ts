import { z } from 'zod'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { KeyLimits } from '../../domain/accounts/key-limits.ts'
import { Scope } from '../../domain/accounts/roles.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { apiKeyAnswer, keyTextFor } from './api-key-answer.ts'
import { grantorFor } from './grantor.ts'
import { personOf } from './membership.ts'

const secondsOfDay = 86_400

/** Gives the organisation acted for a key, with no more scopes than the person has who asks. */
export const createApiKey = defineCommand({
  name: 'accounts.create-api-key',
  input: z.strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(Scope).min(1).max(Scope.options.length),
    expiresInDays: z.int().min(1).max(365).default(90),
    limits: KeyLimits.default({}),
  }),
  scope: 'accounts:write',
  run: async ({ name, scopes: wanted, expiresInDays, limits }, tools) => {
    const { context } = tools
    const person = personOf(context)
    if (typeof person !== 'string') return person
    const organisationId = context.organisation
    if (organisationId === undefined)
      return reject('FORBIDDEN', 'A key belongs to an organisation; act for one.')
    const keyId = derivedId(context.commandId, 'apiKey')
    const written = keyTextFor(tools, keyId)
    const before = await tools.answered(apiKey, keyId)
    if (before !== undefined)
      return 'code' in before ? before : apiKeyAnswer(before, keyId, written)

    const grantor = await grantorFor(tools, organisationId)
    if (isRejection(grantor)) return grantor
    const { hash, prefix, last4 } = written
    const scopes = Scope.options.filter((scope) => wanted.includes(scope))
    const changed = await tools.change(apiKey, keyId, {
      type: 'CreateApiKey',
      keyId,
      organisationId,
      key: { createdBy: grantor.userId, name, hash, prefix, last4, scopes, limits },
      grantorScopes: grantor.scopes,
      validForSeconds: expiresInDays * secondsOfDay,
    })
    return 'stream' in changed ? apiKeyAnswer(changed, keyId, written) : changed
  },
})
