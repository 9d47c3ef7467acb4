/** Whose fault a failure is. A cancellation is the user's wish. */
export type FaultDomain = 'USER' | 'PLATFORM' | 'PROVIDER'
export type Ending = 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type BillingPhase = 'BEFORE_EXECUTION' | 'DURING_EXECUTION'
export type Charge = 'NOTHING' | 'CONSUMPTION'

/**
 * Who pays for a run that did not complete, as data: the fault domain and how far it got. The customer pays what was
 * consumed only for faults of their own once the device was at work; everything else is free of charge.
 * (IBM bills user errors and user cancellations by consumption, system errors not at all; Amazon Braket bills no failure.)
 */
const policy: Readonly<Record<FaultDomain, Readonly<Record<BillingPhase, Charge>>>> = {
  USER: { BEFORE_EXECUTION: 'NOTHING', DURING_EXECUTION: 'CONSUMPTION' },
  PLATFORM: { BEFORE_EXECUTION: 'NOTHING', DURING_EXECUTION: 'NOTHING' },
  PROVIDER: { BEFORE_EXECUTION: 'NOTHING', DURING_EXECUTION: 'NOTHING' },
}

export const chargeFor = (
  ending: Ending,
  fault: FaultDomain | undefined,
  phase: BillingPhase,
): Charge => (ending === 'COMPLETED' ? 'CONSUMPTION' : policy[fault ?? 'USER'][phase])
