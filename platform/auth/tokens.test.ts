import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { readRefreshToken, writeRefreshToken } from './refresh-token.ts'
import { resetTokens, verificationTokens } from './mailed-token.ts'

const key = Buffer.alloc(32, 1)
const otherKey = Buffer.alloc(32, 2)
const id = fc.uuid({ version: [4, 5, 7] })
const generation = fc.nat({ max: 2 ** 32 - 1 })
const sample = '00000000-0000-4000-8000-000000000001'

t.test('a refresh token is read by who wrote it, and nobody else', async (t) => {
  fc.assert(
    fc.property(id, generation, (sessionId, generation) => {
      const text = writeRefreshToken(key, { sessionId, generation })
      const read = readRefreshToken(key, text)
      return (
        read?.sessionId === sessionId &&
        read.generation === generation &&
        readRefreshToken(otherKey, text) === undefined
      )
    }),
  )
  t.pass('held')
})

t.test('no byte of a refresh token can be changed', async (t) => {
  const bytes = Buffer.from(
    writeRefreshToken(key, { sessionId: sample, generation: 3 }).slice(4),
    'base64url',
  )
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (bytes[at] ?? 0) ^ 1
    t.equal(readRefreshToken(key, `qhr_${changed.toString('base64url')}`), undefined, `byte ${at}`)
  }
  for (const bad of ['', 'qhr_', `qhv_${bytes.toString('base64url')}`, bytes.toString('base64url')])
    t.equal(readRefreshToken(key, bad), undefined)
})

t.test('a verification token belongs to one person and one request', async (t) => {
  const first = verificationTokens.write(key, sample, 'command 1')
  t.strictSame(verificationTokens.read(first.token), { userId: sample, tokenHash: first.tokenHash })
  t.strictSame(
    verificationTokens.write(key, sample, 'command 1'),
    first,
    'the same when asked again',
  )
  t.not(verificationTokens.write(key, sample, 'command 2').token, first.token)
  t.not(verificationTokens.write(otherKey, sample, 'command 1').token, first.token)
  fc.assert(fc.property(fc.string(), (text) => verificationTokens.read(text) === undefined))
  t.equal(verificationTokens.read(first.token.slice(0, -4)), undefined)
  t.equal(resetTokens.read(first.token), undefined, 'and to one purpose')
  const other = resetTokens.write(key, sample, 'command 1')
  t.not(other.token.slice(4), first.token.slice(4), 'whatever its prefix says')
  t.strictSame(resetTokens.read(other.token), { userId: sample, tokenHash: other.tokenHash })
})
