import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { entityTag, noneMatchCovers, preconditionOf } from './entity-tag.ts'

const revision = fc.bigInt({ min: 0n, max: 10n ** 18n })

t.test('If-Match by RFC 9110', async (t) => {
  const revisions = (...revisions: readonly bigint[]) => ({ kind: 'revisions', revisions })
  const cases = [
    [undefined, { kind: 'none' }],
    ['*', { kind: 'any' }],
    [' * ', { kind: 'any' }],
    ['"5"', revisions(5n)],
    ['"5","6" , "7"', revisions(5n, 6n, 7n)],
    ['W/"5"', revisions(-1n)],
    ['"05"', revisions(-1n)],
    ['"a-hash"', revisions(-1n)],
    ['""', revisions(-1n)],
    ['', { code: 'MALFORMED_REQUEST' }],
    ['5', { code: 'MALFORMED_REQUEST' }],
    ['w/"5"', { code: 'MALFORMED_REQUEST' }],
    ['"5', { code: 'MALFORMED_REQUEST' }],
    ['"5" "6"', { code: 'MALFORMED_REQUEST' }],
    ['*, "5"', { code: 'MALFORMED_REQUEST' }],
  ] as const
  for (const [header, wanted] of cases) t.match(preconditionOf(header), wanted, header ?? 'none')
})

t.test('every revision finds itself by its tag, strongly alone', async (t) => {
  fc.assert(
    fc.property(revision, revision, (one, other) => {
      const strong = preconditionOf(entityTag(one))
      const weak = preconditionOf(`W/${entityTag(one)}`)
      return (
        'revisions' in strong &&
        strong.revisions[0] === one &&
        'revisions' in weak &&
        weak.revisions[0] === -1n &&
        noneMatchCovers(`"x", W/${entityTag(one)}`, one) &&
        noneMatchCovers('*', one) &&
        !noneMatchCovers(undefined, one) &&
        noneMatchCovers(entityTag(other), one) === (one === other)
      )
    }),
  )
  t.pass('held')
})

t.test('no header throws', async (t) => {
  fc.assert(fc.property(fc.string(), (header) => typeof preconditionOf(header) === 'object'))
  t.pass('held')
})
