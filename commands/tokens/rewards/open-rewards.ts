import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { change } from '../../shared/change.ts'
import { systemContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** Begins the reward epochs of every chain that the hub is on and has none yet. Safe to do by many at a time. */
export const openRewards = async (services: Services): Promise<void> => {
  for (const chain of services.chains.keys()) {
    const commandId = derivedId('rewards', chain, 'open')
    const context = systemContext('rewards', commandId, commandId, commandId)
    const inputHash = inputHashOf(services.secrets.inputHashKey, 'tokens.open-rewards', chain)
    const wish = { type: 'OpenRewards', chain } as const
    const opened = await change(services, context, inputHash, rewardEpochs, chain, wish)
    if ('stream' in opened) continue
    const why = 'rejected' in opened ? opened.rejected : opened.code
    throw new Error(`the rewards of ${chain} were not opened: ${why} ${opened.detail}`)
  }
}
