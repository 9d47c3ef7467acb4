import { z } from 'zod'
import { slashing } from '../../../domain/tokens/staking/slashing.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'

/** The owner of the computer objects, in time: nothing is taken until an operator has decided. */
export const contestSlashing = defineCommand({
  name: 'tokens.contest-slashing',
  input: z.strictObject({ slashingId: Id, reason: z.string().min(1).max(1_000) }),
  scope: 'devices:write',
  run: async ({ slashingId, reason }, tools) => {
    const { state } = await tools.load(slashing, slashingId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('slashing')
    const changed = await tools.change(slashing, slashingId, { type: 'Contest', reason })
    return 'stream' in changed ? { answer: { slashingId, status: 'CONTESTED' }, changed } : changed
  },
})
