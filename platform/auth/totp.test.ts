import t from 'tap'
import { base32Of, codeAt, stepOf, totpUri } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number): Date => new Date(seconds * 1000)

t.test('RFC 6238, appendix B, the last six digits of its SHA-1 codes', async (t) => {
  const vectors: readonly (readonly [number, string])[] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ]
  for (const [seconds, code] of vectors) {
    t.equal(codeAt(secret, at(seconds)), code)
    t.equal(stepOf(secret, code, at(seconds)), Math.floor(seconds / 30))
  }
})

t.test('a neighbouring step is good and known for what it is; no other', async (t) => {
  const now = at(1_234_567_890)
  const step = Math.floor(1_234_567_890 / 30)
  for (const off of [-1, 0, 1])
    t.equal(stepOf(secret, codeAt(secret, at(1_234_567_890 + 30 * off)), now), step + off)
  for (const off of [-2, 2, 100])
    t.equal(stepOf(secret, codeAt(secret, at(1_234_567_890 + 30 * off)), now), undefined)
  for (const text of ['', '12345', '1234567', '000000', 'abcdef', '００５９２４'])
    t.equal(stepOf(secret, text, now), undefined, text)
})

t.test('what an app reads', async (t) => {
  t.equal(base32Of(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'RFC 4648')
  const uri = new URL(totpUri(secret, 'Quantum Hub', 'ada'))
  t.equal(uri.protocol, 'otpauth:')
  t.equal(uri.host, 'totp')
  t.equal(decodeURIComponent(uri.pathname), '/Quantum Hub:ada')
  t.strictSame(Object.fromEntries(uri.searchParams), {
    issuer: 'Quantum Hub',
    secret: base32Of(secret),
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
