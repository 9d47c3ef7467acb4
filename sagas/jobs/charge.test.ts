import t from 'tap'
import { bellFacts, submissionOf } from '../../test/kit/jobs.ts'
import { chargeOf } from './charge.ts'

const used = (shots: number) => ({ shots, qpuSeconds: 1 })

t.test('a job costs what it used, and never more than was held for it', async (t) => {
  const submission = submissionOf({ circuit: bellFacts })
  const cost = (maximum: string, shots: number) =>
    chargeOf(
      { ...submission, maximumCost: { amount: maximum, asset: 'USD/2' } },
      { ending: 'COMPLETED', usage: used(shots) },
    ).device.amount
  t.equal(cost('2000', 1000), '1100', 'a dollar for the task and a cent a shot')
  t.equal(cost('2000', 400), '500', 'fewer shots than were ordered')
  t.equal(cost('1000', 1000), '1000', 'the ceiling')
})

t.test('what a fault costs says the policy', async (t) => {
  const cost = (fault: 'USER' | 'PLATFORM' | 'PROVIDER', shots: number) => {
    const usage = shots === 0 ? { shots: 0, qpuSeconds: 0 } : used(shots)
    return chargeOf(submissionOf(), { ending: 'FAILED', fault, usage }).device.amount
  }
  t.equal(cost('USER', 400), '500')
  t.equal(cost('USER', 0), '0')
  t.equal(cost('PLATFORM', 400), '0')
  t.equal(cost('PROVIDER', 400), '0')
})
