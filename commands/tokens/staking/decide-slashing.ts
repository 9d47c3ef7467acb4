import { z } from 'zod'
import { slashing } from '../../../domain/tokens/staking/slashing.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'

/** An operator's word on a slashing: nothing is taken, or, of one that was contested or failed, it is. */
export const decideSlashing = defineCommand({
  name: 'tokens.decide-slashing',
  input: z.strictObject({
    slashingId: Id,
    decision: z.enum(['WAIVE', 'UPHOLD']),
    reason: z.string().min(1).max(1_000),
  }),
  scope: 'billing:admin',
  run: async ({ slashingId, decision, reason }, tools) => {
    const changed = await tools.change(
      slashing,
      slashingId,
      decision === 'WAIVE' ? { type: 'Waive', reason } : { type: 'Uphold', reason },
    )
    if (!('stream' in changed)) return changed
    const status = changed.state.kind === 'absent' ? 'WAIVED' : changed.state.status
    return { answer: { slashingId, status }, changed }
  },
})
