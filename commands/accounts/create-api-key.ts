import { z } from 'zod'
import { apiKey, type ApiKey } from '../../domain/accounts/api-key.ts'
import { Scope, scopesOf } from '../../domain/accounts/roles.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { writeApiKey, type WrittenApiKey } from '../../platform/auth/api-key.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import { notFound, type Changed } from '../shared/change.ts'
import { allows } from '../shared/context.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import { personOf, refusedMembership } from './membership.ts'

const secondsOfDay = 86_400

export type ApiKeyAnswer = {
  readonly keyId: string
  /** The key itself. The hub keeps only its hash; a repetition of this very command is the one way to see it again. */
  readonly key: string
  readonly prefix: string
  readonly last4: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: string
}

/** Gives the organisation acted for a key, with no more scopes than the person has who asks. */
export const createApiKey = defineCommand({
  name: 'accounts.create-api-key',
  input: z.strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(Scope).min(1).max(Scope.options.length),
    expiresInDays: z.int().min(1).max(365).default(90),
  }),
  scope: 'accounts:write',
  run: async ({ name, scopes: wanted, expiresInDays }, tools) => {
    const { context, services } = tools
    const createdBy = personOf(context)
    if (typeof createdBy !== 'string') return createdBy
    const organisationId = context.organisation
    if (organisationId === undefined)
      return reject('FORBIDDEN', 'A key belongs to an organisation; act for one.')
    const keyId = derivedId(context.commandId, 'apiKey')
    const secret = macOf(services.secrets.tokenKey, 'api-key', keyId, context.commandId)
    const written = writeApiKey(keyId, secret)
    const before = await tools.answered(apiKey, keyId)
    if (before !== undefined) return 'code' in before ? before : answerOf(before, keyId, written)

    const { state: account } = await tools.load(user, createdBy)
    if (account.kind !== 'registered') return notFound('account')
    const refused =
      refusalOf(account) ?? (await refusedMembership(tools, organisationId, createdBy))
    if (refused !== undefined) return refused
    const { hash, prefix, last4 } = written
    const scopes = Scope.options.filter((scope) => wanted.includes(scope))
    const changed = await tools.change(apiKey, keyId, {
      type: 'CreateApiKey',
      keyId,
      organisationId,
      key: { createdBy, name, hash, prefix, last4, scopes },
      // The token may have been given out before a role was taken away: both have to allow it.
      grantorScopes: scopesOf(account.roles).filter((scope) => allows(context, scope)),
      validForSeconds: expiresInDays * secondsOfDay,
    })
    return 'stream' in changed ? answerOf(changed, keyId, written) : changed
  },
})

const answerOf = (
  changed: Changed & { readonly state: ApiKey },
  keyId: string,
  { key, prefix, last4 }: WrittenApiKey,
): Completed<ApiKeyAnswer> | Rejection => {
  if (changed.state.kind === 'absent') return notFound('API key')
  const { scopes, expiresAt } = changed.state
  return { answer: { keyId, key, prefix, last4, scopes, expiresAt }, changed }
}
