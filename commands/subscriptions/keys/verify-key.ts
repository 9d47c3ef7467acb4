import { timingSafeEqual } from 'node:crypto'
import { scopesIn } from '../../../domain/accounts/member-role.ts'
import { memberRoleOf, organisation } from '../../../domain/accounts/organisation.ts'
import { refusalOf, user } from '../../../domain/accounts/user.ts'
import { isExpired, subscriptionKey } from '../../../domain/subscriptions/subscription-key.ts'
import { readSubscriptionKey } from '../../../platform/auth/api-key.ts'
import type { Principal } from '../../../platform/auth/principal.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

export type SubscriptionKeyVerification =
  | { readonly kind: 'VALID'; readonly principal: Principal }
  | { readonly kind: 'NOT_FOUND' | 'EXPIRED' | 'REVOKED' | 'MALFORMED' }

/**
 * Whether a subscription's key is good now, from the log itself. It runs its app and nothing else, and that only while who
 * made it may: their membership, role and account count as they are today. What the subscription allows is looked at when
 * it runs something.
 */
export const verifySubscriptionKey = async (
  { eventStore, foldCache, clock }: Services,
  text: string,
): Promise<SubscriptionKeyVerification> => {
  const read = readSubscriptionKey(text)
  if (read === undefined) return { kind: 'MALFORMED' }
  const { state: key } = await load(eventStore, foldCache, subscriptionKey, read.keyId)
  if (key.kind === 'absent') return { kind: 'NOT_FOUND' }
  if (!timingSafeEqual(Buffer.from(key.hash, 'hex'), Buffer.from(read.hash, 'hex')))
    return { kind: 'NOT_FOUND' }
  if (key.kind === 'revoked') return { kind: 'REVOKED' }
  if (isExpired(key, clock.now().toISOString())) return { kind: 'EXPIRED' }
  const [{ state: members }, { state: maker }] = await Promise.all([
    load(eventStore, foldCache, organisation, key.organisation),
    load(eventStore, foldCache, user, key.createdBy),
  ])
  if (maker.kind !== 'registered' || refusalOf(maker) !== undefined) return { kind: 'REVOKED' }
  const held = scopesIn(memberRoleOf(members, key.createdBy), maker.roles)
  if (!held.includes('apps:run')) return { kind: 'REVOKED' }
  const principal: Principal = {
    actor: { kind: 'apiKey', id: read.keyId },
    organisation: key.organisation,
    scopes: ['apps:run'],
    roles: [],
    subscriptionKeyId: read.keyId,
    limits: { meterId: read.keyId, rate: { requests: key.perMinute, perSeconds: 60 } },
  }
  return { kind: 'VALID', principal }
}
