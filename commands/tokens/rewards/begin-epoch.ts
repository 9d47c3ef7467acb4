import { z } from 'zod'
import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { currentTerms } from './current-terms.ts'

/** Divides the work up to now, as every week does. Nothing begins before the last epoch is on the chain. */
export const beginRewardEpoch = defineCommand({
  name: 'tokens.begin-reward-epoch',
  input: z.strictObject({ chain: ChainKey }),
  scope: 'billing:admin',
  run: async ({ chain }, tools) => {
    const { services } = tools
    if (!services.chains.has(chain))
      return reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)
    const toPosition = await services.eventStore.head()
    const terms = await currentTerms(services)
    const wish = { type: 'BeginEpoch', chain, toPosition, terms } as const
    const changed = await tools.change(rewardEpochs, chain, wish)
    if (!('stream' in changed)) return changed
    const { epoch = 0, stage = 'NONE' } = changed.state.current ?? {}
    return { answer: { chain, epoch, stage }, changed }
  },
})
