import { chargeFor } from '../../domain/billing/failure-policy.ts'
import { priceOf } from '../../domain/billing/price.ts'
import type { JobSubmission } from '../../domain/jobs/job-events.ts'
import { amountOf, money, type Money } from '../../domain/shared/money.ts'
import type { JobEnd } from './state.ts'

/** What a job costs in the end: its usage at the pinned price, never above what was held; nothing where the policy says so. */
export const chargeOf = (submission: JobSubmission, { ending, fault, usage }: JobEnd): Money => {
  const { price, circuit, maximumCost } = submission
  const phase = usage.shots > 0 || usage.qpuSeconds > 0 ? 'DURING_EXECUTION' : 'BEFORE_EXECUTION'
  if (chargeFor(ending, fault, phase) === 'NOTHING') return money(0n, price.asset)
  const { oneQubitGates, twoQubitGates } = circuit
  const actual = priceOf(price, {
    shots: usage.shots,
    seconds: usage.qpuSeconds,
    oneQubitGates,
    twoQubitGates,
  })
  return amountOf(actual) > amountOf(maximumCost) ? maximumCost : actual
}
