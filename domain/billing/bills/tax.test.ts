import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { TaxRate, taxOn } from './tax.ts'

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

t.test('rounded once, shared out by the largest remainder', async (t) => {
  t.strictSame(taxOn([100n], 1_900), { tax: 19n, parts: [19n] })
  // Each line alone would round to 0, 0 and 0: together they owe a cent, and one of them bears it.
  t.strictSame(taxOn([2n, 2n, 2n], 1_000), { tax: 1n, parts: [1n, 0n, 0n] })
  t.strictSame(taxOn([5n, 5n], 1_000), { tax: 1n, parts: [1n, 0n] })
  t.strictSame(taxOn([1_000n, -5n], 1_900), { tax: 189n, parts: [190n, -1n] })
  t.strictSame(taxOn([], 1_900), { tax: 0n, parts: [] })
  t.throws(() => taxOn([5n, -6n], 1_900), RangeError)
})

t.test('parts add up to the tax, and none is off by a unit', async (t) => {
  const amounts = fc.array(fc.bigInt(-(10n ** 20n), 10n ** 24n), { maxLength: 40 })
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (list, basisPoints) => {
      fc.pre(sumOf(list) >= 0n)
      const { tax, parts } = taxOn(list, basisPoints)
      const exact = sumOf(list) * BigInt(basisPoints)
      const off = tax * 10_000n - exact
      return (
        sumOf(parts) === tax &&
        off <= 5_000n &&
        off > -5_000n &&
        parts.every((part, index) => {
          const apart = part * 10_000n - (list[index] ?? 0n) * BigInt(basisPoints)
          return apart > -10_000n && apart < 10_000n
        })
      )
    }),
  )
  t.pass('for all')
})

t.test('no rate above the price itself', async (t) => {
  t.equal(TaxRate.safeParse({ label: 'VAT', basisPoints: 10_000 }).success, true)
  for (const basisPoints of [10_001, 9_999_999_900, -1, 19.5])
    t.equal(TaxRate.safeParse({ label: 'VAT', basisPoints }).success, false)
})
