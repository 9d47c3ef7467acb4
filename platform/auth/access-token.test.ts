import { createHmac, generateKeyPairSync } from 'node:crypto'
import { CompactSign, SignJWT } from 'jose'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { manualClock } from '../clock/clock.ts'
import { deriveKey } from '../keys/derive-key.ts'
import { createAccessTokens } from './access-token.ts'

const start = '2026-11-20T12:00:00.000Z'
const secret = Buffer.alloc(32, 7)
const key = deriveKey(secret, 'access-token-hs256')
const clock = manualClock(start)
const tokens = createAccessTokens({ secret, lifetimeSeconds: 900, clock })
const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const grant = {
  userId: id(1),
  organisation: id(2),
  roles: ['consumer', 'provider'],
  scopes: ['jobs:read', 'devices:write'],
  sessionId: id(3),
  amr: ['pwd', 'otp', 'mfa'],
  issuedAt: new Date(start),
}

const now = Date.parse(start) / 1000
const header = { alg: 'HS256', typ: 'at+jwt' }
const claims = {
  iss: 'quantum-hub',
  aud: 'quantum-hub-api',
  sub: grant.userId,
  org: grant.organisation,
  sid: grant.sessionId,
  roles: grant.roles,
  scopes: grant.scopes,
  amr: grant.amr,
  iat: now,
  exp: now + 900,
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const mac = (input: string, hash = 'sha256', by: Buffer = key): string =>
  createHmac(hash, by).update(input).digest('base64url')
/** A token signed as the hub would, with whatever header and claims. */
const signed = (head: unknown, body: unknown, hash = 'sha256', by = key): string => {
  const input = `${encoded(head)}.${encoded(body)}`
  return `${input}.${mac(input, hash, by)}`
}
const sealedBy = (input: string): string => `${input}.${mac(input)}`
/** The same with texts that no serialiser would write. */
const signedText = (head: unknown, body: string): string =>
  sealedBy(`${encoded(head)}.${Buffer.from(body).toString('base64url')}`)
const signedHead = (head: string, body: unknown): string =>
  sealedBy(`${Buffer.from(head).toString('base64url')}.${encoded(body)}`)
const kindOf = async (token: string): Promise<string> => (await tokens.verify(token)).kind

t.test('a signed grant comes back as the principal', async (t) => {
  const { token, expiresAt } = await tokens.sign(grant)
  t.equal(expiresAt, '2026-11-20T12:15:00.000Z')
  t.strictSame(await tokens.verify(token), {
    kind: 'valid',
    principal: {
      actor: { kind: 'user', id: id(1) },
      organisation: id(2),
      scopes: grant.scopes,
      roles: grant.roles,
      sessionId: id(3),
      amr: grant.amr,
    },
  })
  t.equal((await tokens.sign(grant)).token, token, 'the same grant, the same text')
  t.equal(signed(header, claims).length, token.length)
  t.equal(await kindOf(signed(header, claims)), 'valid', 'what the refusals below start from')
})

t.test('an operator acts as one', async (t) => {
  const { token } = await tokens.sign({ ...grant, roles: ['operator'] })
  t.match(await tokens.verify(token), { principal: { actor: { kind: 'operator', id: id(1) } } })
})

t.test('RFC 8725: what is refused', async (t) => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' })
  const good = signed(header, claims)
  const [head = '', body = '', signature = ''] = good.split('.')
  const none = `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}`
  const jwk = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') }
  const foreign = Buffer.alloc(32, 1)
  const without = (name: string): unknown =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))

  const refused: Readonly<Record<string, string>> = {
    'no algorithm, no signature': `${none}.`,
    'no algorithm, the old signature': `${none}.${signature}`,
    'NoNe in other letters': `${encoded({ alg: 'NoNe', typ: 'at+jwt' })}.${body}.${signature}`,
    'no signature': `${head}.${body}.`,
    'a signature of zeros': `${head}.${body}.${Buffer.alloc(32).toString('base64url')}`,
    'half a signature': `${head}.${body}.${signature.slice(0, 20)}`,
    'another key': signed(header, claims, 'sha256', foreign),
    'the secret itself, not the key derived from it': signed(header, claims, 'sha256', secret),
    HS512: signed({ ...header, alg: 'HS512' }, claims, 'sha512'),
    'HS256 said, HS512 done': signed(header, claims, 'sha512'),
    'RS256 by a key of the sender': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
      .sign(rsa.privateKey),
    'a public key used as the secret': signed(header, claims, 'sha256', Buffer.from(publicPem)),
    'no type': signed({ alg: 'HS256' }, claims),
    'type JWT': signed({ ...header, typ: 'JWT' }, claims),
    'type of an id token': signed({ ...header, typ: 'id+jwt' }, claims),
    'another issuer': signed(header, { ...claims, iss: 'https://evil.example' }),
    'no issuer': signed(header, without('iss')),
    'another audience': signed(header, { ...claims, aud: 'another-api' }),
    'many audiences': signed(header, { ...claims, aud: ['another-api', 'quantum-hub-api'] }),
    'no audience': signed(header, without('aud')),
    'kid with a path': signed({ ...header, kid: '../../dev/null' }, claims),
    'kid with SQL': signed({ ...header, kid: "' UNION SELECT 'k" }, claims),
    'a key of the sender in the header': signed({ ...header, jwk }, claims, 'sha256', foreign),
    'a key of the sender in the header, our signature': signed({ ...header, jwk }, claims),
    'jku of the sender': signed({ ...header, jku: 'https://evil.example/keys' }, claims),
    'crit unknown': signed({ ...header, crit: ['exp2'], exp2: 1 }, claims),
    'crit empty': signed({ ...header, crit: [] }, claims),
    'b64 false': signed({ ...header, b64: false, crit: ['b64'] }, claims),
    'no expiry': signed(header, without('exp')),
    'expiry as text': signed(header, { ...claims, exp: String(claims.exp) }),
    'no subject': signed(header, without('sub')),
    'subject is no id': signed(header, { ...claims, sub: 'root' }),
    'no organisation': signed(header, without('org')),
    'no session': signed(header, without('sid')),
    'no means of log-in': signed(header, without('amr')),
    'no roles': signed(header, { ...claims, roles: [] }),
    'a claim of another token': signed(header, { ...claims, nonce: 'x' }),
    'not yet valid': signed(header, { ...claims, nbf: now + 60 }),
    'expiry twice': signedText(
      header,
      `${JSON.stringify(claims).slice(0, -1)},"exp":${now + 9e6}}`,
    ),
    'subject twice': signedText(
      header,
      `${JSON.stringify(claims).slice(0, -1)},"sub":${JSON.stringify(id(4))}}`,
    ),
    'claims with spaces': signedText(header, JSON.stringify(claims, null, 1)),
    'header with its members in another order': signed({ typ: 'at+jwt', alg: 'HS256' }, claims),
    'header with a member twice': signedHead('{"alg":"none","typ":"at+jwt","alg":"HS256"}', claims),
    'x5u of the sender': signed({ ...header, x5u: 'https://evil.example/cert' }, claims),
    'x5c of the sender': signed({ ...header, x5c: ['AAAA'] }, claims),
    'kid of another key': signed({ ...header, kid: 'other' }, claims, 'sha256', foreign),
    'a nested token': signed({ ...header, cty: 'JWT' }, claims),
    compressed: signed({ ...header, zip: 'DEF' }, claims),
    'expiry as a fraction': signed(header, { ...claims, exp: now + 900.5 }),
    'expiry beyond numbers': signedText(
      header,
      JSON.stringify(claims).replace(`"exp":${now + 900}`, '"exp":1e999'),
    ),
    'issuer as a list': signed(header, { ...claims, iss: ['quantum-hub'] }),
    'issuer with a slash more': signed(header, { ...claims, iss: 'quantum-hub/' }),
    'audience in other letters': signed(header, { ...claims, aud: 'Quantum-Hub-API' }),
    'a prototype in the claims': signedText(
      header,
      `{"__proto__":{"roles":["operator"]},${JSON.stringify(claims).slice(1)}`,
    ),
    'claims are no object': signed(header, ['admin']),
    'claims are no JSON': await new CompactSign(Buffer.from('{"sub":'))
      .setProtectedHeader(header)
      .sign(key),
    'claims tampered with': `${head}.${encoded({ ...claims, roles: ['operator'] })}.${signature}`,
    'a part more': `${good}.${signature}`,
    'a part less': `${head}.${body}`,
    encrypted: `${head}..${body}.${body}.${signature}`,
    padded: `${good}=`,
    'with a space': ` ${good}`,
    'in another alphabet': good.replaceAll('-', '+').replaceAll('_', '/') + '+',
    huge: signed(header, { ...claims, scopes: Array.from({ length: 2000 }, () => 'jobs:read') }),
    'huge nonsense': 'a'.repeat(10_000_000),
    empty: '',
    dots: '..',
  }
  for (const [name, token] of Object.entries(refused))
    t.strictSame(await tokens.verify(token), { kind: 'invalid' }, name)
})

t.test('expires on the second, and says so only to its own tokens', async (t) => {
  const { token } = await tokens.sign(grant)
  const forged = signed(header, claims, 'sha256', Buffer.alloc(32, 1))
  clock.advance(899_999)
  t.equal(await kindOf(token), 'valid')
  clock.advance(1)
  t.equal(await kindOf(token), 'expired')
  t.equal(await kindOf(forged), 'invalid')
  clock.advance(-900_000)
})

t.test('other installations have other keys, issuers and audiences', async (t) => {
  const { token } = await tokens.sign(grant)
  const others = [
    { secret: Buffer.alloc(32, 8) },
    { secret, issuer: 'another-hub' },
    { secret, audience: 'another-api' },
  ]
  for (const other of others)
    t.strictSame(
      await createAccessTokens({ lifetimeSeconds: 900, clock, ...other }).verify(token),
      { kind: 'invalid' },
    )
})

t.test('no change of a single character goes through', async (t) => {
  const { token } = await tokens.sign(grant)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: token.length - 1 }),
      fc.constantFrom(...alphabet.split('')),
      async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        return changed === token || (await kindOf(changed)) === 'invalid'
      },
    ),
    { numRuns: 500 },
  )
  t.pass('held')
})

t.test('nothing that is thrown at it makes it throw', async (t) => {
  const part = fc.oneof(
    fc.base64String().map((s) => s.replace(/=+$/, '')),
    fc.json().map(encoded),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(part).map((p) => p.join('.')),
      ),
      async (text) => ['invalid'].includes(await kindOf(text)),
    ),
    { numRuns: 500 },
  )
  t.pass('held')
})
