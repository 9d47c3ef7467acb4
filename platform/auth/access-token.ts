import { errors, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import { deriveKey } from '../keys/derive-key.ts'
import { isCanonicalJws } from './canonical-jws.ts'
import type { Principal } from './principal.ts'

/** What a session lets its holder do, as of `issuedAt`. */
export type AccessGrant = {
  readonly userId: string
  readonly organisation: string
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
  readonly sessionId: string
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

/** Nothing but these: no `kid`, `jwk`, `crit` or `b64` of the sender has a say (RFC 8725, 3.1 and 3.10). */
const Header = z.strictObject({ alg: z.literal(algorithm), typ: z.literal(type) })
const Claims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  org: z.uuid(),
  sid: z.uuid(),
  roles: z.array(z.string().min(1)).min(1),
  scopes: z.array(z.string().min(1)),
  iat: z.int(),
  exp: z.int(),
})

const principalOf = (claims: z.output<typeof Claims>): Principal => ({
  actor: { kind: claims.roles.includes('operator') ? 'operator' : 'user', id: claims.sub },
  organisation: claims.org,
  scopes: claims.scopes,
  roles: claims.roles,
  sessionId: claims.sid,
})

/** JWTs signed and checked with one key, one algorithm, one issuer, audience and type (RFC 8725). */
export const createAccessTokens = (options: AccessTokenOptions): AccessTokens => {
  const { secret, lifetimeSeconds, clock } = options
  const { issuer = 'quantum-hub', audience = 'quantum-hub-api' } = options
  const key = deriveKey(secret, 'access-token-hs256')
  const known = new LRUCache<string, { readonly principal: Principal; readonly exp: number }>({
    max: maxKnown,
  })
  return {
    sign: async ({ userId, organisation, roles, scopes, sessionId, issuedAt }) => {
      const iat = Math.floor(issuedAt.getTime() / 1000)
      const exp = iat + lifetimeSeconds
      const token = await new SignJWT({ org: organisation, sid: sessionId, roles, scopes })
        .setProtectedHeader({ alg: algorithm, typ: type })
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
      if (token.length > maxLength || !isCanonicalJws(token)) return { kind: 'invalid' }
      try {
        const { payload, protectedHeader } = await jwtVerify(token, key, {
          algorithms: [algorithm],
          issuer,
          audience,
          typ: type,
          currentDate: clock.now(),
        })
        const claims = Claims.safeParse(payload)
        if (!Header.safeParse(protectedHeader).success || !claims.success)
          return { kind: 'invalid' }
        const principal = principalOf(claims.data)
        known.set(token, { principal, exp: claims.data.exp })
        return { kind: 'valid', principal }
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { kind: 'expired' }
        if (error instanceof errors.JOSEError) return { kind: 'invalid' }
        throw error
      }
    },
  }
}
