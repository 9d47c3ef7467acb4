import { SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import { deriveKey } from '../keys/derive-key.ts'
import { headOf, verifyCompact } from './compact-jws.ts'
import type { Principal } from './principal.ts'

/** What a session lets its holder do, as of `issuedAt`. */
export type AccessGrant = {
  readonly userId: string
  readonly organisation: string
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
  readonly sessionId: string
  readonly amr: readonly string[]
  readonly issuedAt: Date
}

export type VerifiedToken =
  | { readonly kind: 'valid'; readonly principal: Principal }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' }

export type AccessTokens = {
  /** The same grant gives the same text, so that a repeated log-in is answered as it was. */
  readonly sign: (
    grant: AccessGrant,
  ) => Promise<{ readonly token: string; readonly expiresAt: string }>
  readonly verify: (token: string) => Promise<VerifiedToken>
}

export type AccessTokenOptions = {
  readonly secret: Uint8Array
  readonly lifetimeSeconds: number
  readonly clock: Clock
  readonly issuer?: string
  readonly audience?: string
}

const algorithm = 'HS256'
/** RFC 9068: an access token is not to be mistaken for any other token signed with the same key. */
const type = 'at+jwt'
const maxLength = 4096
/** Of those who call most, so many tokens are verified once and then known by their text until they expire. */
const maxKnown = 10_000

const header = { alg: algorithm, typ: type } as const
const head = headOf(header)
const Claims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  org: z.uuid(),
  sid: z.uuid(),
  roles: z.array(z.string().min(1)).min(1),
  scopes: z.array(z.string().min(1)),
  amr: z.array(z.string().min(1)).min(1),
  iat: z.int(),
  exp: z.int(),
})

const principalOf = (claims: z.output<typeof Claims>): Principal => ({
  actor: { kind: claims.roles.includes('operator') ? 'operator' : 'user', id: claims.sub },
  organisation: claims.org,
  scopes: claims.scopes,
  roles: claims.roles,
  sessionId: claims.sid,
  amr: claims.amr,
})

/** All members and no others, each once and written as we write them (RFC 7519, 4: a name that stands twice is refused). */
const claimsOf = (text: string): z.output<typeof Claims> | undefined => {
  try {
    const read: unknown = JSON.parse(text)
    return JSON.stringify(read) === text ? Claims.safeParse(read).data : undefined
  } catch {
    return undefined
  }
}

/** JWTs signed and checked with one key, one algorithm, one issuer, audience and type (RFC 8725). */
export const createAccessTokens = (options: AccessTokenOptions): AccessTokens => {
  const { secret, lifetimeSeconds, clock } = options
  const { issuer = 'quantum-hub', audience = 'quantum-hub-api' } = options
  const key = deriveKey(secret, 'access-token-hs256')
  const known = new LRUCache<string, { readonly principal: Principal; readonly exp: number }>({
    max: maxKnown,
  })
  return {
    sign: async ({ userId, organisation, roles, scopes, sessionId, amr, issuedAt }) => {
      const iat = Math.floor(issuedAt.getTime() / 1000)
      const exp = iat + lifetimeSeconds
      const token = await new SignJWT({ org: organisation, sid: sessionId, roles, scopes, amr })
        .setProtectedHeader(header)
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(iat)
        .setExpirationTime(exp)
        .sign(key)
      return { token, expiresAt: new Date(exp * 1000).toISOString() }
    },
    verify: async (token) => {
      const before = known.get(token)
      if (before !== undefined && Math.floor(clock.now().getTime() / 1000) < before.exp)
        return { kind: 'valid', principal: before.principal }
      if (token.length > maxLength) return { kind: 'invalid' }
      const text = await verifyCompact(token, head, key)
      const claims = text === undefined ? undefined : claimsOf(text)
      if (claims === undefined || claims.iss !== issuer || claims.aud !== audience)
        return { kind: 'invalid' }
      if (claims.exp <= Math.floor(clock.now().getTime() / 1000)) return { kind: 'expired' }
      const principal = principalOf(claims)
      known.set(token, { principal, exp: claims.exp })
      return { kind: 'valid', principal }
    },
  }
}
