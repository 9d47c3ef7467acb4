import fc from 'fast-check'
import t from 'tap'
import { splitCapture } from './capture.ts'
import { chargeFor, type FaultDomain } from './failure-policy.ts'

t.test('share and commission add up to the charge', async (t) => {
  t.strictSame(splitCapture(100n, 1000), { providerShare: 90n, commission: 10n })
  t.strictSame(splitCapture(100n, 0), { providerShare: 100n, commission: 0n })
  t.strictSame(splitCapture(100n, 10_000), { providerShare: 0n, commission: 100n })
  t.strictSame(splitCapture(0n, 1000), { providerShare: 0n, commission: 0n })
  t.strictSame(splitCapture(1n, 5000), { providerShare: 1n, commission: 0n })
  const charge = fc.bigInt({ min: 0n, max: 10n ** 36n })
  fc.assert(
    fc.property(charge, fc.nat({ max: 10_000 }), (amount, basisPoints) => {
      const { providerShare, commission } = splitCapture(amount, basisPoints)
      const off = commission * 10_000n - amount * BigInt(basisPoints)
      return (
        providerShare + commission === amount &&
        providerShare >= 0n &&
        off > -10_000n &&
        off < 10_000n
      )
    }),
  )
})

t.test('who pays for what did not complete', async (t) => {
  t.equal(chargeFor('COMPLETED', undefined, 'DURING_EXECUTION'), 'CONSUMPTION')
  t.equal(chargeFor('COMPLETED', undefined, 'BEFORE_EXECUTION'), 'CONSUMPTION')
  t.equal(chargeFor('CANCELLED', undefined, 'DURING_EXECUTION'), 'CONSUMPTION')
  t.equal(chargeFor('CANCELLED', undefined, 'BEFORE_EXECUTION'), 'NOTHING')
  t.equal(chargeFor('FAILED', 'USER', 'DURING_EXECUTION'), 'CONSUMPTION')
  for (const fault of ['PLATFORM', 'PROVIDER'] satisfies FaultDomain[])
    for (const ending of ['FAILED', 'CANCELLED'] as const)
      t.equal(chargeFor(ending, fault, 'DURING_EXECUTION'), 'NOTHING', `${ending} ${fault}`)
  for (const fault of ['USER', 'PLATFORM', 'PROVIDER'] satisfies FaultDomain[])
    t.equal(chargeFor('FAILED', fault, 'BEFORE_EXECUTION'), 'NOTHING', fault)
})
