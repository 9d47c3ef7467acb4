import { z } from 'zod'
import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { defineCommand } from '../../shared/definition.ts'

/** Has the chain asked once more for an epoch that it refused, after what was in the way is gone. */
export const postRewardEpoch = defineCommand({
  name: 'tokens.post-reward-epoch',
  input: z.strictObject({ chain: ChainKey, epoch: z.int().min(1) }),
  scope: 'billing:admin',
  run: async ({ chain, epoch }, tools) => {
    const wish = { type: 'PostEpoch', chain, epoch } as const
    const changed = await tools.change(rewardEpochs, chain, wish)
    if (!('stream' in changed)) return changed
    const { stage = 'NONE' } = changed.state.current ?? {}
    return { answer: { chain, epoch, stage }, changed }
  },
})
