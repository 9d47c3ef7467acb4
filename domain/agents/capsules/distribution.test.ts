import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { Distribution, frequencies, toleranceOf, totalVariation } from './distribution.ts'

t.test('a distribution adds up to one over bit strings', async (t) => {
  t.ok(Distribution.safeParse({ '00': 0.5, '11': 0.5 }).success)
  for (const value of [{}, { '0': 0.4, '1': 0.5 }, { a: 1 }, { '0': -1, '1': 2 }])
    t.notOk(Distribution.safeParse(value).success, JSON.stringify(value))
})

t.test('the distance is a metric between 0 and 1', async (t) => {
  t.equal(totalVariation({ '0': 1 }, { '0': 1 }), 0)
  t.equal(totalVariation({ '0': 1 }, { '1': 1 }), 1)
  t.equal(totalVariation({ '0': 0.5, '1': 0.5 }, { '0': 1 }), 0.5)
  t.strictSame(frequencies({ '0': 1, '1': 3 }), { '0': 0.25, '1': 0.75 })
  const counts = fc.dictionary(
    fc.constantFrom('00', '01', '10', '11'),
    fc.integer({ min: 1, max: 99 }),
    {
      minKeys: 1,
    },
  )
  fc.assert(
    fc.property(counts, counts, counts, (a, b, c) => {
      const [one, two, three] = [frequencies(a), frequencies(b), frequencies(c)]
      const between = totalVariation(one, two)
      return (
        between >= 0 &&
        between <= 1 + 1e-12 &&
        Math.abs(between - totalVariation(two, one)) < 1e-12 &&
        totalVariation(one, three) <= between + totalVariation(two, three) + 1e-12
      )
    }),
  )
})

t.test('the tolerance narrows with shots and widens with outcomes', async (t) => {
  t.equal(toleranceOf(2, 1000), 0.088)
  t.ok(toleranceOf(2, 10_000) < toleranceOf(2, 1000))
  t.ok(toleranceOf(64, 1000) > toleranceOf(2, 1000))
  t.equal(toleranceOf(4096, 1), 1)
})
