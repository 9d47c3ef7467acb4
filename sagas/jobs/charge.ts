import { chargeFor, isFeeDue, phaseOf } from '../../domain/billing/failure-policy.ts'
import { priceOf } from '../../domain/billing/price.ts'
import type { JobSubmission } from '../../domain/jobs/job-events.ts'
import { amountOf, money, type Money } from '../../domain/shared/money.ts'
import type { JobEnd } from './state.ts'

/** The fee of the app that the job is a run of. */
const feeIn = ({ app, price }: JobSubmission): Money => app?.fee ?? money(0n, price.asset)

/** What the device costs in the end: its usage at the pinned price, never above what was held for it; nothing where the policy says so. */
const deviceCharge = (submission: JobSubmission, { ending, fault, usage }: JobEnd): Money => {
  const { price, circuit, maximumCost } = submission
  if (chargeFor(ending, fault, phaseOf(usage)) === 'NOTHING') return money(0n, price.asset)
  const { oneQubitGates, twoQubitGates } = circuit
  const actual = priceOf(price, {
    shots: usage.shots,
    seconds: usage.qpuSeconds,
    oneQubitGates,
    twoQubitGates,
  })
  const most = money(amountOf(maximumCost) - amountOf(feeIn(submission)), price.asset)
  return amountOf(actual) > amountOf(most) ? most : actual
}

/** What a job costs in the end, device and app apart. Together they are never more than what was held. */
export const chargeOf = (
  submission: JobSubmission,
  end: JobEnd,
): { readonly device: Money; readonly fee: Money } => ({
  device: deviceCharge(submission, end),
  fee: isFeeDue(end.ending) ? feeIn(submission) : money(0n, submission.price.asset),
})
