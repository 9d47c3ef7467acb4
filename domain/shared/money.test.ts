import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { allocate, Asset, MinorUnits, money, scaleOf } from './money.ts'

t.test('money is a whole number of minor units of an asset', async (t) => {
  t.strictSame(money(8030n, 'USD/2'), { amount: '8030', asset: 'USD/2' })
  t.throws(() => money(-1n, 'USD/2'), RangeError)
  t.equal(scaleOf('QVT/18'), 18)
  for (const asset of ['USD/2', 'QVT/18', 'AQT/4', 'USDC/6', 'JPY/0'])
    t.ok(Asset.safeParse(asset).success, asset)
  for (const asset of ['usd/2', 'US/2', 'USD', 'USD/', 'USD/02', 'USD/20', '1SD/2', 'USD/2 '])
    t.notOk(Asset.safeParse(asset).success, asset)
  for (const amount of ['0', '1', '9'.repeat(36)])
    t.ok(MinorUnits.safeParse(amount).success, amount)
  for (const amount of ['', '-1', '01', '1.0', '1e3', ' 1', '9'.repeat(37)])
    t.notOk(MinorUnits.safeParse(amount).success, amount)
})

t.test('allocate: an example of each rule', async (t) => {
  t.strictSame(allocate(100n, [1n, 1n, 1n]), [34n, 33n, 33n], 'among equals the first gets more')
  t.strictSame(allocate(10n, [1n, 2n]), [3n, 7n], 'the largest remainder gets more')
  t.strictSame(allocate(0n, [1n, 2n]), [0n, 0n])
  t.strictSame(allocate(5n, [0n, 1n]), [0n, 5n])
  t.throws(() => allocate(-1n, [1n]), RangeError)
  t.throws(() => allocate(1n, []), RangeError)
  t.throws(() => allocate(1n, [0n, 0n]), RangeError)
  t.throws(() => allocate(1n, [2n, -1n]), RangeError)
})

t.test('allocate: parts add up to the whole, each within one of its exact share', async () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 })
  const whole = fc.bigInt({ min: 0n, max: 10n ** 30n })
  fc.assert(
    fc.property(whole, weights, (whole, weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0n)
      fc.pre(total > 0n)
      const parts = allocate(whole, weights)
      if (parts.length !== weights.length) return false
      if (parts.reduce((sum, part) => sum + part, 0n) !== whole) return false
      return parts.every((part, index) => {
        const off = part * total - whole * (weights[index] ?? 0n)
        return off < total && off > -total && part >= 0n
      })
    }),
  )
})
