import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { readChallenge, writeChallenge } from './challenge-token.ts'
import { recoveryCodeHash, writeRecoveryCodes } from './recovery-code.ts'

const key = Buffer.alloc(32, 1)
const other = Buffer.alloc(32, 2)
const [ada, bob] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
const challenge = {
  userId: ada,
  organisationId: bob,
  first: 'pwd',
  expiresAt: '2026-11-21T12:05:00.000Z',
} as const
const noon = new Date('2026-11-21T12:00:00.000Z')

t.test('a challenge is read by who wrote it, until it ends', async (t) => {
  const text = writeChallenge(key, challenge)
  t.strictSame(readChallenge(key, text, noon), challenge)
  const federated = { ...challenge, first: 'fed' } as const
  t.strictSame(readChallenge(key, writeChallenge(key, federated), noon), federated)
  t.equal(readChallenge(key, text, new Date(challenge.expiresAt)), undefined)
  t.equal(readChallenge(other, text, noon), undefined)
  const bytes = Buffer.from(text.slice(4), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (bytes[at] ?? 0) ^ 1
    t.equal(readChallenge(key, `qhc_${changed.toString('base64url')}`, noon), undefined)
  }
  for (const bad of ['', 'qhc_', text.slice(0, -4), `qhr_${text.slice(4)}`])
    t.equal(readChallenge(key, bad, noon), undefined)
})

t.test('recovery codes follow from person and command, and none is like another', async (t) => {
  const codes = writeRecoveryCodes(key, ada, 'command', 10)
  t.strictSame(writeRecoveryCodes(key, ada, 'command', 10), codes)
  t.equal(new Set(codes).size, 10)
  for (const code of codes) t.match(code, /^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const others = [
    ...writeRecoveryCodes(key, bob, 'command', 10),
    ...writeRecoveryCodes(key, ada, 'another', 10),
    ...writeRecoveryCodes(other, ada, 'command', 10),
  ]
  t.notOk(others.some((code) => codes.includes(code)))
})

t.test('a recovery code is taken as it was meant', async (t) => {
  const hash = recoveryCodeHash(key, ada, 'a0b1-c2d3-e4f5-g6h7')
  for (const typed of ['A0B1C2D3E4F5G6H7', 'aObl-c2d3 e4f5-g6h7 ', 'aobi-c2d3-e4f5-g6h7'])
    t.equal(recoveryCodeHash(key, ada, typed), hash, typed)
  t.not(recoveryCodeHash(key, bob, 'a0b1-c2d3-e4f5-g6h7'), hash, 'of another person')
  t.not(recoveryCodeHash(other, ada, 'a0b1-c2d3-e4f5-g6h7'), hash)
  fc.assert(
    fc.property(fc.string(), (text) => /^[0-9a-f]{64}$/.test(recoveryCodeHash(key, ada, text))),
  )
})
