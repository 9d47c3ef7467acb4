import { readFileSync } from 'node:fs'
import t from 'tap'
import { z } from 'zod'
import { createAccessTokens } from './access-token.ts'
import { systemClock } from '../clock/clock.ts'
import { headOf, verifyCompact } from './compact-jws.ts'

const Vectors = z.object({
  testGroups: z.array(
    z.object({
      comment: z.string(),
      key: z.looseObject({ kid: z.string(), k: z.string().optional(), x: z.string().optional() }),
      tests: z.array(
        z.object({
          tcId: z.int(),
          comment: z.string(),
          jws: z.string(),
          result: z.enum(['valid', 'invalid']),
        }),
      ),
    }),
  ),
})
const file = new URL('./wycheproof/hs256.json', import.meta.url)
const { testGroups } = Vectors.parse(JSON.parse(readFileSync(file, 'utf8')))

/** Where we differ on purpose, or the vectors contradict themselves. */
const ours: Readonly<Record<number, { readonly accepted: boolean; readonly because: string }>> = {
  367: { accepted: true, because: 'it is vector 357 to the letter, which is valid' },
  370: { accepted: true, because: 'it is vector 357 to the letter, which is valid' },
  372: { accepted: false, because: '“?” is no letter of base64url (RFC 7515, 2)' },
  373: { accepted: false, because: '“?” is no letter of base64url (RFC 7515, 2)' },
  376: { accepted: false, because: 'we write our header in one way' },
  377: { accepted: false, because: 'we write our header in one way' },
}

/** The headers of each group's valid tokens, which ours stands for; a sender of HS256 for an EC key forges one. */
const heads: Readonly<Record<string, object>> = {
  'kid-aes-sign': { alg: 'HS256', kid: 'kid-aes-sign' },
  'hs256-key': { kid: 'hs256-key', alg: 'HS256' },
  'kid-ec-sign': { alg: 'HS256', kid: 'kid-ec-sign' },
}

for (const { comment: group, key, tests } of testGroups)
  t.test(`Wycheproof: ${group}`, async (t) => {
    const secret = Buffer.from(key.k ?? key.x ?? '', 'base64url')
    t.equal(secret.length, 32)
    const head = headOf(heads[key.kid] ?? {})
    for (const { tcId, comment, jws, result } of tests) {
      const { accepted, because } = ours[tcId] ?? { accepted: result === 'valid', because: comment }
      const text = await verifyCompact(jws, head, secret)
      t.equal(text !== undefined, accepted, `${tcId}: ${because}`)
    }
  })

t.test('none of them is an access token, whatever the key', async (t) => {
  for (const { key, tests } of testGroups) {
    const secret = Buffer.from(key.k ?? key.x ?? '', 'base64url')
    const tokens = createAccessTokens({ secret, lifetimeSeconds: 900, clock: systemClock })
    for (const { tcId, jws } of tests)
      t.strictSame(await tokens.verify(jws), { kind: 'invalid' }, String(tcId))
  }
})

t.test('the edges are all there', async (t) => {
  const all = testGroups.flatMap(({ tests }) => tests)
  t.equal(all.length, 40)
  t.equal(all.filter(({ result }) => result === 'valid').length, 8)
  const different = all.filter(({ tcId, result }) => {
    const own = ours[tcId]
    return own !== undefined && own.accepted !== (result === 'valid')
  })
  t.same(
    different.map(({ tcId }) => tcId),
    [367, 370, 372, 373, 376, 377],
  )
})
