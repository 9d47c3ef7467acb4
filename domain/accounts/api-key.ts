import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import { category, definitions, type IssuedKey, type KeySettings } from './api-key-events.ts'

export type ApiKeyEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingApiKey = KeySettings & {
  readonly kind: 'active' | 'revoked'
  readonly organisationId: string
  readonly createdBy: string
  readonly hash: string
  /** What its uses are counted under: its own id, or that of the first of those that it replaces. */
  readonly meterId: string
  readonly createdAt: string
  /** Of a replaced key, the end of its grace. */
  readonly expiresAt: string
  /** Seconds from creation to expiry, as it was made. */
  readonly validForSeconds: number
  readonly successor?: string
}
export type ApiKey = { readonly kind: 'absent' } | ExistingApiKey

export const initial: ApiKey = { kind: 'absent' }

export const evolve = (state: ApiKey, event: ApiKeyEvent): ApiKey => {
  if (event.type === 'ApiKeyCreated') {
    const { organisationId, createdBy, name, hash, scopes, limits, meterId, at, expiresAt } =
      event.data
    const validForSeconds = Math.round((msOf(expiresAt) - msOf(at)) / 1000)
    const made = { organisationId, createdBy, hash, meterId, createdAt: at, expiresAt }
    return { kind: 'active', ...made, validForSeconds, name, scopes, limits, enabled: true }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ApiKeyChanged': {
      const { name, scopes, enabled, limits } = event.data
      return { ...state, name, scopes, enabled, limits }
    }
    case 'ApiKeyRotated': {
      const { successor, graceUntil } = event.data
      return { ...state, successor, expiresAt: graceUntil }
    }
    case 'ApiKeyRevoked':
      return { ...state, kind: 'revoked' }
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
      readonly replaces?: { readonly keyId: string; readonly meterId: string }
    }
  | {
      readonly type: 'ChangeApiKey'
      readonly change: Partial<KeySettings>
      readonly grantorScopes: readonly string[]
    }
  /** Another key takes its place; this one lives on for a while, and never longer than it would have. */
  | { readonly type: 'RotateApiKey'; readonly successor: string; readonly graceSeconds: number }
  | { readonly type: 'RevokeApiKey' }
)

export const decide = (
  command: ApiKeyCommand,
  state: ApiKey,
  meta: DecisionMeta,
): Decision<ApiKeyEvent> => {
  if (command.type === 'CreateApiKey') return create(command, state, meta)
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such API key.')
  const { keyId } = command
  const base = { keyId, organisationId: state.organisationId, at: meta.now }
  switch (command.type) {
    case 'ChangeApiKey': {
      const over = refusedAsOver(state, meta.now)
      if (over !== undefined) return over
      const { name, scopes, enabled, limits } = { ...state, ...command.change }
      const added = scopes.filter((scope) => !state.scopes.includes(scope))
      const beyond = refusedScopes(added, command.grantorScopes)
      if (beyond !== undefined) return beyond
      const settings = { name, scopes, enabled, limits }
      return isSame(settings, state)
        ? []
        : [{ type: 'ApiKeyChanged', data: { ...base, ...settings, changedBy: meta.actor.id } }]
    }
    case 'RotateApiKey': {
      const { successor, graceSeconds } = command
      if (state.successor === successor) return []
      const over = refusedAsOver(state, meta.now)
      if (over !== undefined) return over
      const end = Math.min(msOf(meta.now) + graceSeconds * 1000, msOf(state.expiresAt))
      const data = { ...base, successor, graceUntil: instantOf(end), rotatedBy: meta.actor.id }
      return [{ type: 'ApiKeyRotated', data }]
    }
    case 'RevokeApiKey':
      if (state.kind === 'revoked') return []
      return [{ type: 'ApiKeyRevoked', data: { ...base, revokedBy: meta.actor.id } }]
    default:
      return exhausted(command)
  }
}

const create = (
  command: Extract<ApiKeyCommand, { type: 'CreateApiKey' }>,
  state: ApiKey,
  meta: DecisionMeta,
): Decision<ApiKeyEvent> => {
  if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This key was created already.')
  const { keyId, organisationId, key, grantorScopes, replaces } = command
  const beyond = refusedScopes(key.scopes, grantorScopes)
  if (beyond !== undefined) return beyond
  const expiresAt = instantOf(msOf(meta.now) + command.validForSeconds * 1000)
  const data = { keyId, organisationId, at: meta.now, ...key, expiresAt }
  const chain =
    replaces === undefined
      ? { meterId: keyId }
      : { meterId: replaces.meterId, predecessor: replaces.keyId }
  return [{ type: 'ApiKeyCreated', data: { ...data, ...chain } }]
}

const refusedScopes = (
  scopes: readonly string[],
  held: readonly string[],
): Rejection | undefined => {
  const beyond = scopes.filter((scope) => !held.includes(scope))
  return beyond.length === 0
    ? undefined
    : reject('SCOPE_EXCEEDS_GRANTOR', `You do not hold ${beyond.join(', ')} yourself.`)
}

const refusedAsOver = (state: ExistingApiKey, now: string): Rejection | undefined => {
  if (state.kind === 'revoked') return reject('API_KEY_ENDED', 'The key was revoked.')
  if (state.successor !== undefined) return reject('API_KEY_ENDED', 'Another key took its place.')
  return isExpired(state, now) ? reject('API_KEY_ENDED', 'The key has expired.') : undefined
}

const isSame = (a: KeySettings, { name, scopes, enabled, limits }: KeySettings): boolean =>
  a.name === name &&
  a.enabled === enabled &&
  a.scopes.join() === scopes.join() &&
  JSON.stringify(limits) === JSON.stringify(a.limits)

export const apiKey: Aggregate<ApiKey, ApiKeyCommand, ApiKeyEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
