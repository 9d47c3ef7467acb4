import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { writeApiKey } from '../../../platform/auth/api-key.ts'
import { createAccessTokens } from '../../../platform/auth/access-token.ts'
import { call, type Call } from '../kit/client.ts'
import type { BadRequest } from './bad-request.ts'
import type { World } from './world.ts'

const read = (credentials: (world: World) => Call | Promise<Call>) => async (world: World) =>
  call(world.app, 'GET', `/v1/jobs/${world.jobs.done}`, await credentials(world))

const refused = (
  what: string,
  credentials: (world: World) => Call | Promise<Call>,
  code: BadRequest['code'] = 'UNAUTHENTICATED',
): BadRequest => ({ what: `credentials: ${what}`, code, send: read(credentials) })

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

type Part = Readonly<Record<string, unknown>>
const decoded = (part: string): Part => {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object')
  return { ...value }
}

/** A good token's claims under another header, changed, signed with a key that is not the hub's. */
const forged = (world: World, header: object, claims: object = {}): Call => {
  const [, payload = ''] = world.people.researcher.token.split('.')
  const text = `${encoded(header)}.${encoded({ ...decoded(payload), ...claims })}`
  const signature = createHmac('sha256', 'not the key').update(text).digest('base64url')
  return { token: `${text}.${signature}` }
}

const good = { alg: 'HS256', typ: 'at+jwt' }

/** Signed with the hub's own key, at another time or for another audience. */
const signed = async (world: World, options: object, issuedAt: Date): Promise<Call> => {
  const { secret, clock } = world.hub
  const { userId, organisationId, sessionId } = world.people.researcher
  const tokens = createAccessTokens({ secret, lifetimeSeconds: 900, clock, ...options })
  const grant = { userId, organisation: organisationId, sessionId, amr: ['pwd'], issuedAt }
  const { token } = await tokens.sign({ ...grant, roles: ['consumer'], scopes: ['jobs:read'] })
  return { token }
}

export const credentialRequests: readonly BadRequest[] = [
  refused('none', () => ({})),
  refused('another scheme', () => ({ headers: { authorization: 'Basic YTpi' } })),
  refused('an empty bearer', () => ({ headers: { authorization: 'Bearer ' } })),
  refused('a token and a key', ({ people, keys }) => ({
    token: people.researcher.token,
    apiKey: keys.reading.key,
  })),
  refused('garbage', () => ({ token: 'not-a-token' })),
  refused('longer than any token', () => ({ token: 'x'.repeat(5000) })),
  refused('a forged signature', (world) => forged(world, good)),
  refused('alg none', (world) => {
    const [, payload = ''] = world.people.researcher.token.split('.')
    return { token: `${encoded({ alg: 'none', typ: 'at+jwt' })}.${payload}.` }
  }),
  refused('another algorithm', (world) => forged(world, { ...good, alg: 'HS512' })),
  refused('a key that the sender brings', (world) =>
    forged(world, { ...good, jwk: { kty: 'oct', k: 'bm90IHRoZSBrZXk' } }),
  ),
  refused('a role that was written in', ({ people }) => {
    const [header = '', payload = '', signature = ''] = people.researcher.token.split('.')
    const claims = { ...decoded(payload), roles: ['operator'] }
    return { token: `${header}.${encoded(claims)}.${signature}` }
  }),
  refused('a token for somebody else’s audience', (world) =>
    signed(world, { audience: 'another-api' }, world.hub.clock.now()),
  ),
  refused('a token of another issuer', (world) =>
    signed(world, { issuer: 'another-hub' }, world.hub.clock.now()),
  ),
  refused('a refresh token', ({ people }) => ({ token: people.researcher.refreshToken })),
  refused(
    'an expired token',
    (world) => signed(world, {}, new Date(world.hub.clock.now().getTime() - 901_000)),
    'TOKEN_EXPIRED',
  ),
  refused('a malformed API key', () => ({ apiKey: 'qhub_short' })),
  refused('an API key with a typing error', ({ keys }) => {
    const { key } = keys.reading
    return { apiKey: key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a') }
  }),
  refused('an API key that was never given', () => ({
    apiKey: writeApiKey(randomUUID(), randomBytes(24)).key,
  })),
  refused('a revoked API key', ({ keys }) => ({ apiKey: keys.revoked })),
  refused('an expired API key', ({ keys }) => ({ apiKey: keys.expired })),
]
