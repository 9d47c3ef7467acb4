import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { divide } from './divide.ts'
import { standardTerms } from './terms.ts'

const terms = { pool: 100n, perSecond: 10n }
const parts = (...seconds: readonly number[]): readonly bigint[] =>
  divide(
    terms,
    seconds.map((each, index) => ({
      computerId: `0x${index}`,
      microseconds: BigInt(each * 1_000_000),
    })),
  ).map(({ amount }) => amount)

t.test('by work, all of the pool and no more, and no more than the work is worth', async (t) => {
  t.strictSame(parts(10, 30), [25n, 75n])
  t.strictSame(parts(1, 1, 1), [10n, 10n, 10n], 'little work does not earn a pool')
  t.strictSame(parts(100, 100, 100), [34n, 33n, 33n])
  t.strictSame(parts(0, 5), [50n])
  t.strictSame(parts(), [])
  t.strictSame(parts(0), [])
})

t.test(
  'the parts are the whole, nobody is off by a unit, and the order of finding does not matter',
  async () => {
    const works = fc.uniqueArray(
      fc.record({ computerId: fc.uuid(), microseconds: fc.bigInt(0n, 10n ** 15n) }),
      { selector: ({ computerId }) => computerId, maxLength: 30 },
    )
    const some = fc.record({
      pool: fc.bigInt(0n, 10n ** 24n),
      perSecond: fc.bigInt(0n, 10n ** 20n),
    })
    fc.assert(
      fc.property(fc.oneof(some, fc.constant(standardTerms)), works, (paid, work) => {
        const worked = work.reduce((sum, { microseconds }) => sum + microseconds, 0n)
        const worth = (worked * paid.perSecond) / 1_000_000n
        const whole = worth < paid.pool ? worth : paid.pool
        const shares = divide(paid, work)
        const total = shares.reduce((sum, { amount }) => sum + amount, 0n)
        const isFair = shares.every(({ item, amount }) => {
          const off = amount * worked - whole * item.microseconds
          return off < worked && off > -worked
        })
        const again = divide(paid, [...work].reverse())
        const same = again.every(
          ({ item, amount }, index) =>
            item === shares[index]?.item && amount === shares[index].amount,
        )
        return total === whole && isFair && same
      }),
    )
  },
)
