import { compare } from 'semver'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { SemVer } from '../../domain/catalog/values.ts'
import { semverOrder } from './semver-order.ts'

const number = fc.integer({ min: 0, max: 120 })
const identifier = fc.oneof(
  number.map(String),
  fc.stringMatching(/^[a-z-]{1,3}[0-9]{0,2}$/),
  fc.constantFrom('alpha', 'beta', 'rc', 'alpha-1', '1a'),
)
const version = fc
  .tuple(number, number, number, fc.array(identifier, { maxLength: 3 }))
  .map(([major, minor, patch, pre]) =>
    [`${major}.${minor}.${patch}`, ...(pre.length === 0 ? [] : [pre.join('.')])].join('-'),
  )
const sign = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

t.test('orders as the specification does', async () =>
  fc.assert(
    fc.property(version, version, (a, b) => {
      SemVer.parse(a)
      return sign(semverOrder(a), semverOrder(b)) === compare(a, b)
    }),
    { numRuns: 2000 },
  ),
)

t.test('the specification’s own example', async (t) => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
  ]
  const shuffled = ordered.toSorted()
  t.strictSame(
    shuffled.toSorted((a, b) => sign(semverOrder(a), semverOrder(b))),
    ordered,
  )
})

t.test('what is no version has no place', async (t) => {
  t.throws(() => semverOrder('1.0'), /not a semantic version/)
})
