import { timingSafeEqual } from 'node:crypto'
import { apiKey, isExpired, type ExistingApiKey } from '../../domain/accounts/api-key.ts'
import { scopesIn } from '../../domain/accounts/member-role.ts'
import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { readApiKey } from '../../platform/auth/api-key.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

/** `MALFORMED` was never a key of the hub; `FORBIDDEN`: its maker may not act for its organisation any more. */
export type ApiKeyVerification =
  | { readonly kind: 'VALID'; readonly principal: Principal; readonly key: ExistingApiKey }
  | { readonly kind: 'NOT_FOUND' | 'MALFORMED' }
  | {
      readonly kind: 'EXPIRED' | 'DISABLED' | 'FORBIDDEN'
      readonly keyId: string
      readonly key: ExistingApiKey
    }

const sameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

/**
 * Whether a key is good now, from the log itself: a revoked key stops with the next request, everywhere. A key reaches no
 * further than who made it does today; it ends with their membership or account, and never makes an operator. Its use is
 * not counted here.
 */
export const verifyApiKey = async (
  { eventStore, foldCache, clock }: Services,
  text: string,
): Promise<ApiKeyVerification> => {
  const read = readApiKey(text)
  if (read === undefined) return { kind: 'MALFORMED' }
  const { keyId } = read
  const { state: key } = await load(eventStore, foldCache, apiKey, keyId)
  if (key.kind === 'absent' || !sameHash(key.hash, read.hash)) return { kind: 'NOT_FOUND' }
  if (key.kind === 'revoked' || !key.enabled) return { kind: 'DISABLED', keyId, key }
  if (isExpired(key, clock.now().toISOString())) return { kind: 'EXPIRED', keyId, key }
  const [{ state: members }, { state: grantor }] = await Promise.all([
    load(eventStore, foldCache, organisation, key.organisationId),
    load(eventStore, foldCache, user, key.createdBy),
  ])
  const role = memberRoleOf(members, key.createdBy)
  const isGone =
    role === undefined || grantor.kind !== 'registered' || refusalOf(grantor) !== undefined
  if (isGone) return { kind: 'FORBIDDEN', keyId, key }
  const granted: readonly string[] = scopesIn(role, grantor.roles)
  const { meterId, limits } = key
  const isBounded = limits.rate !== undefined || limits.quota !== undefined
  const principal: Principal = {
    actor: { kind: 'apiKey', id: keyId },
    organisation: key.organisationId,
    scopes: key.scopes.filter((scope) => granted.includes(scope)),
    roles: grantor.roles.filter((each) => each !== 'operator'),
    ...(isBounded ? { limits: { ...limits, meterId } } : {}),
  }
  return { kind: 'VALID', principal, key }
}
