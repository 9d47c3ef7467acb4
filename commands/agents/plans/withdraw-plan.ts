import { z } from 'zod'
import { deploymentPlan } from '../../../domain/agents/plans/plan.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'

/** Marks a plan as one that is not to be carried out any more. */
export const withdrawPlan = defineCommand({
  name: 'agents.withdraw-plan',
  input: z.strictObject({ planId: Id }),
  scope: 'agents:write',
  run: async ({ planId }, tools) => {
    const { state } = await tools.load(deploymentPlan, planId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisationId))
      return notFound('plan')
    const changed = await tools.change(deploymentPlan, planId, { type: 'WithdrawPlan' })
    return 'stream' in changed ? { answer: { planId }, changed } : changed
  },
})
