import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { splitCapture } from './wallet/capture.ts'
import { chargeFor, failurePolicy, phaseOf, ruleFor, type FaultDomain } from './failure-policy.ts'

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

t.test('every fault in every phase has one rule, and the rule says who bears what', async (t) => {
  const { rules, version } = failurePolicy
  const cells = rules.map(({ fault, phase }) => `${fault} ${phase}`)
  t.equal(new Set(cells).size, 6)
  t.equal(cells.length, 6)
  for (const rule of rules) {
    t.match(ruleFor('FAILED', rule.fault, rule.phase), { ...rule, policyVersion: version })
    t.equal(rule.charge === 'CONSUMPTION', rule.borneBy === 'CUSTOMER', 'who is charged bears it')
  }
  t.match(ruleFor('CANCELLED', undefined, 'DURING_EXECUTION'), {
    fault: 'USER',
    borneBy: 'CUSTOMER',
  })
  t.equal(phaseOf({ shots: 0, qpuSeconds: 0 }), 'BEFORE_EXECUTION')
  t.equal(phaseOf({ shots: 1, qpuSeconds: 0 }), 'DURING_EXECUTION')
  t.equal(phaseOf({ shots: 0, qpuSeconds: 0.1 }), 'DURING_EXECUTION')
})
