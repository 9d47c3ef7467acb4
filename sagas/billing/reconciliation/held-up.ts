import { findingIdOf } from '../../../commands/billing/reconciliation/run-reconciliation.ts'
import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import { changeAs, succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'

/** Something that goes on by itself once a person has removed what is in its way; until then it tries again. */
export type HeldUp = {
  readonly code: 'BILLING_HELD_UP' | 'PAYOUT_HELD_UP'
  /** What is held up: a wallet, a payout. */
  readonly subject: string
  readonly organisation: string
  /** Why, in a few words. */
  readonly why: string
}

/** Says so where operators look: a finding, one for each subject, however often it is tried. */
export const raiseHeldUp = (
  { code, subject, organisation, why }: HeldUp,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const findingId = findingIdOf({ code, subject })
  return changeAs(tools, reconciliationFinding, findingId, {
    type: 'RaiseFinding',
    ...{ findingId, runId: tools.context.commandId },
    difference: { code, subject, organisation, ours: why.slice(0, 200) },
  })
}

/** It went on. */
export const clearHeldUp = async (
  { code, subject }: Pick<HeldUp, 'code' | 'subject'>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const findingId = findingIdOf({ code, subject })
  const command = { type: 'ClearFinding', findingId, runId: tools.context.commandId } as const
  const cleared = await changeAs(tools, reconciliationFinding, findingId, command)
  return cleared.type === 'refused' ? succeeded() : cleared
}
