import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decimalOf } from './money.ts'

t.test('minor units as a decimal', async (t) => {
  for (const [amount, asset, decimal] of [
    ['0', 'USD/2', '0.00'],
    ['5', 'USD/2', '0.05'],
    ['1234', 'USD/2', '12.34'],
    ['-5', 'USD/2', '-0.05'],
    ['7', 'JPY/0', '7'],
    ['-7', 'JPY/0', '-7'],
    ['1', 'QVT/18', '0.000000000000000001'],
  ] as const)
    t.equal(decimalOf({ amount, asset }), decimal)
})

t.test('nothing is rounded', async () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.integer({ min: 0, max: 18 }), (amount, scale) => {
      const decimal = decimalOf({ amount: amount.toString(), asset: `ABC/${scale}` })
      return BigInt(decimal.replace('.', '')) === amount
    }),
  )
})
