import { timingSafeEqual } from 'node:crypto'
import { apiKey, isExpired } from '../../domain/accounts/api-key.ts'
import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { scopesOf } from '../../domain/accounts/roles.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { readApiKey } from '../../platform/auth/api-key.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

export type ApiKeyVerification =
  | { readonly kind: 'VALID'; readonly principal: Principal }
  | { readonly kind: 'NOT_FOUND' | 'EXPIRED' | 'REVOKED' | 'MALFORMED' }

const sameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

/**
 * Whether a key is good now, from the log itself: a revoked key stops with the next request, everywhere. A key reaches no
 * further than who made it does today; it ends with their membership or account, and never makes an operator.
 */
export const verifyApiKey = async (
  { eventStore, foldCache, clock }: Services,
  text: string,
): Promise<ApiKeyVerification> => {
  const read = readApiKey(text)
  if (read === undefined) return { kind: 'MALFORMED' }
  const { state: key } = await load(eventStore, foldCache, apiKey, read.keyId)
  if (key.kind === 'absent' || !sameHash(key.hash, read.hash)) return { kind: 'NOT_FOUND' }
  if (key.kind === 'revoked') return { kind: 'REVOKED' }
  if (isExpired(key, clock.now().toISOString())) return { kind: 'EXPIRED' }
  const [{ state: members }, { state: grantor }] = await Promise.all([
    load(eventStore, foldCache, organisation, key.organisationId),
    load(eventStore, foldCache, user, key.createdBy),
  ])
  const isGone =
    memberRoleOf(members, key.createdBy) === undefined ||
    grantor.kind !== 'registered' ||
    refusalOf(grantor) !== undefined
  if (isGone) return { kind: 'REVOKED' }
  const granted = scopesOf(grantor.roles)
  const principal: Principal = {
    actor: { kind: 'apiKey', id: read.keyId },
    organisation: key.organisationId,
    scopes: key.scopes.filter((scope) => granted.includes(scope)),
    roles: grantor.roles.filter((role) => role !== 'operator'),
  }
  return { kind: 'VALID', principal }
}
