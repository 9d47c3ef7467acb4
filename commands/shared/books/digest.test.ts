import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { digestOf, mayHave, readDigest, shortHash } from './digest.ts'

t.test('every name that went in is found again, whatever else did', (t) => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 200 }), (names) => {
      const digest = readDigest(digestOf(names))
      t.ok(names.every((name) => mayHave(digest, shortHash(name))))
      t.equal(digest.length, new Set(names.map(shortHash)).size)
    }),
    { numRuns: 50 },
  )
  t.end()
})

t.test('nearly none that did not', (t) => {
  const digest = readDigest(digestOf(Array.from({ length: 10_000 }, (_, n) => `in ${n}`)))
  const found = Array.from({ length: 10_000 }, (_, n) => shortHash(`out ${n}`)).filter((hash) =>
    mayHave(digest, hash),
  )
  t.ok(found.length < 10, `${found.length} of 10,000`)
  t.notOk(mayHave(readDigest(digestOf([])), shortHash('anything')))
  t.end()
})
