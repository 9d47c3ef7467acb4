/** Whose fault a failure is. A cancellation is the user's wish. */
export type FaultDomain = 'USER' | 'PLATFORM' | 'PROVIDER'
export type Ending = 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type BillingPhase = 'BEFORE_EXECUTION' | 'DURING_EXECUTION'
export type Charge = 'NOTHING' | 'CONSUMPTION'

/** Who bears what a run that did not complete has used. */
export type FailureRule = {
  readonly fault: FaultDomain
  readonly phase: BillingPhase
  /** What the customer is charged. */
  readonly charge: Charge
  readonly borneBy: 'CUSTOMER' | 'PROVIDER' | 'NOBODY'
  readonly reason: string
}

const notBegun = { phase: 'BEFORE_EXECUTION', charge: 'NOTHING', borneBy: 'NOBODY' } as const
const freeOfCharge = { phase: 'DURING_EXECUTION', charge: 'NOTHING', borneBy: 'PROVIDER' } as const

/**
 * Who pays for a run that did not complete, as data: the fault domain and how far it got. The customer pays what was
 * consumed only for faults of their own once the device was at work; everything else is free of charge.
 * (IBM bills user errors and user cancellations by consumption, system errors not at all; Amazon Braket bills no failure.)
 */
export const failurePolicy: {
  readonly version: string
  readonly rules: readonly FailureRule[]
} = {
  version: '1',
  rules: [
    { fault: 'USER', ...notBegun, reason: 'Nothing had run when it was cancelled or refused.' },
    {
      fault: 'USER',
      phase: 'DURING_EXECUTION',
      charge: 'CONSUMPTION',
      borneBy: 'CUSTOMER',
      reason: 'The device was at work when the program failed or was cancelled.',
    },
    { fault: 'PLATFORM', ...notBegun, reason: 'The hub failed before anything ran.' },
    { fault: 'PLATFORM', ...freeOfCharge, reason: 'A failure of the hub is not charged.' },
    { fault: 'PROVIDER', ...notBegun, reason: 'The device failed before anything ran.' },
    { fault: 'PROVIDER', ...freeOfCharge, reason: 'A failure of the device is not charged.' },
  ],
}

/** Of a run that completed, what was consumed is paid for. */
export type AppliedRule = Pick<FailureRule, 'charge' | 'borneBy' | 'reason' | 'phase'> & {
  readonly policyVersion: string
  readonly ending: Ending
  /** Absent for a run that completed. */
  readonly fault?: FaultDomain
}

/** The device was at work as soon as a shot counted or time passed on it. */
export const phaseOf = (usage: {
  readonly shots: number
  readonly qpuSeconds: number
}): BillingPhase =>
  usage.shots > 0 || usage.qpuSeconds > 0 ? 'DURING_EXECUTION' : 'BEFORE_EXECUTION'

/** The rule that decides what an end costs, and why. Nobody's fault is the user's wish. */
export const ruleFor = (
  ending: Ending,
  fault: FaultDomain | undefined,
  phase: BillingPhase,
): AppliedRule => {
  const { version: policyVersion, rules } = failurePolicy
  if (ending === 'COMPLETED') {
    const reason = 'It completed: what it consumed is charged.'
    return { policyVersion, ending, phase, charge: 'CONSUMPTION', borneBy: 'CUSTOMER', reason }
  }
  const blamed = fault ?? 'USER'
  const rule = rules.find((one) => one.fault === blamed && one.phase === phase)
  if (rule === undefined) throw new Error(`no rule for ${blamed} ${phase}`)
  return { policyVersion, ending, ...rule }
}

/** An app is paid for what it gave: a run that did not complete costs no fee, whoever is at fault. */
export const isFeeDue = (ending: Ending): boolean => ending === 'COMPLETED'

export const chargeFor = (
  ending: Ending,
  fault: FaultDomain | undefined,
  phase: BillingPhase,
): Charge => ruleFor(ending, fault, phase).charge
