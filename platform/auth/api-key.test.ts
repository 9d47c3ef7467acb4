import { randomBytes } from 'node:crypto'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { readApiKey, writeApiKey } from './api-key.ts'
import { fromBase62, toBase62 } from './base62.ts'

const keyId = fc.uuid({ version: [4, 5, 7] })
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))

t.test('what is written is read', async (t) => {
  fc.assert(
    fc.property(keyId, secret, (id, bytes) => {
      const written = writeApiKey(id, bytes)
      const read = readApiKey(written.key)
      return (
        /^qhub_[0-9A-Za-z]{54}_[0-9A-Za-z]{6}$/.test(written.key) &&
        written.key.startsWith(written.prefix) &&
        read?.keyId === id &&
        read.hash === written.hash
      )
    }),
  )
  t.pass('held')
})

t.test('neither what is stored nor what is shown lets the key be found', async (t) => {
  const id = '00000000-0000-4000-8000-000000000001'
  const [one, other] = [writeApiKey(id, randomBytes(32)), writeApiKey(id, randomBytes(32))]
  t.not(one.key, other.key)
  t.not(one.hash, other.hash)
  t.equal(one.prefix, other.prefix, 'the prefix comes from the id')
  t.notOk(one.hash.includes(one.key.slice(-6)))
})

t.test('one wrong character is noticed without a look-up', async (t) => {
  const { key } = writeApiKey('00000000-0000-4000-8000-000000000001', randomBytes(32))
  const digit = fc.constantFrom(...'0123456789ABCabcxyzXYZ_- '.split(''))
  fc.assert(
    fc.property(fc.nat({ max: key.length - 1 }), digit, (at, character) => {
      const changed = key.slice(0, at) + character + key.slice(at + 1)
      return changed === key || readApiKey(changed) === undefined
    }),
    { numRuns: 1000 },
  )
  for (const bad of [
    '',
    'qhub_',
    'qhub__',
    key.slice(1),
    `${key} `,
    `${key}\n`,
    key + key,
    key.toLowerCase(),
  ])
    t.equal(readApiKey(bad), undefined, JSON.stringify(bad.slice(0, 12)))
})

t.test('a number too large for its bytes is no key', async (t) => {
  t.equal(fromBase62('z'.repeat(54), 40), undefined)
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 320n - 1n }),
      (value) =>
        BigInt(`0x${fromBase62(toBase62(value, 54), 40)?.toString('hex') ?? ''}`) === value,
    ),
  )
})
