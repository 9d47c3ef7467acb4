import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'
import { Scope } from './roles.ts'

/** A long-lived credential of an organisation. The log knows its hash and enough of its text to recognise it by. */
export const category = 'apiKey'

// Events: the stored contract.
const Fact = z.strictObject({ keyId: Id, organisationId: Id, at: Instant })
const IssuedKey = z.strictObject({
  /** The member who granted it; it never reaches beyond what they may do themselves. */
  createdBy: Id,
  name: z.string().min(1).max(100),
  hash: Sha256,
  prefix: z.string(),
  last4: z.string().length(4),
  scopes: z.array(Scope).min(1),
})
export type IssuedKey = z.output<typeof IssuedKey>
export const definitions = [
  defineEvent('ApiKeyCreated', 1, Fact.extend({ ...IssuedKey.shape, expiresAt: Instant })),
  defineEvent('ApiKeyRevoked', 1, Fact.extend({ revokedBy: z.string() })),
] as const
export type ApiKeyEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingApiKey = {
  readonly kind: 'active' | 'revoked'
  readonly organisationId: string
  readonly createdBy: string
  readonly hash: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: string
}
export type ApiKey = { readonly kind: 'absent' } | ExistingApiKey

export const initial: ApiKey = { kind: 'absent' }

export const evolve = (state: ApiKey, event: ApiKeyEvent): ApiKey => {
  switch (event.type) {
    case 'ApiKeyCreated': {
      const { organisationId, createdBy, hash, scopes, expiresAt } = event.data
      return { kind: 'active', organisationId, createdBy, hash, scopes, expiresAt }
    }
    case 'ApiKeyRevoked':
      return state.kind === 'absent' ? state : { ...state, kind: 'revoked' }
    default:
      return exhausted(event)
  }
}

export const isExpired = (key: ExistingApiKey, now: string): boolean =>
  msOf(key.expiresAt) <= msOf(now)

// Commands.
export type ApiKeyCommand = { readonly keyId: string } & (
  | {
      readonly type: 'CreateApiKey'
      readonly organisationId: string
      readonly key: IssuedKey
      /** All that the grantor may do. */
      readonly grantorScopes: readonly string[]
      readonly validForSeconds: number
    }
  | { readonly type: 'RevokeApiKey' }
)

export const decide = (
  command: ApiKeyCommand,
  state: ApiKey,
  meta: DecisionMeta,
): Decision<ApiKeyEvent> => {
  const { keyId } = command
  switch (command.type) {
    case 'CreateApiKey': {
      if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This key was created already.')
      const { organisationId, key, grantorScopes } = command
      const beyond = key.scopes.filter((scope) => !grantorScopes.includes(scope))
      if (beyond.length > 0)
        return reject('SCOPE_EXCEEDS_GRANTOR', `You do not hold ${beyond.join(', ')} yourself.`)
      const expiresAt = instantOf(msOf(meta.now) + command.validForSeconds * 1000)
      const data = { keyId, organisationId, at: meta.now, ...key, expiresAt }
      return [{ type: 'ApiKeyCreated', data }]
    }
    case 'RevokeApiKey': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such API key.')
      if (state.kind === 'revoked') return []
      const { organisationId } = state
      const data = { keyId, organisationId, at: meta.now, revokedBy: meta.actor.id }
      return [{ type: 'ApiKeyRevoked', data }]
    }
    default:
      return exhausted(command)
  }
}

export const apiKey: Aggregate<ApiKey, ApiKeyCommand, ApiKeyEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
