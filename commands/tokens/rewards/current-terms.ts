import { hubParameters, hubParametersId } from '../../../domain/tokens/governance/hub-parameters.ts'
import { standardTerms, type RewardTerms } from '../../../domain/tokens/rewards/terms.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

/** What an epoch that begins now pays for: what holders of the token decided last, or what stands in the house's rules. */
export const currentTerms = async ({
  eventStore,
  foldCache,
}: Pick<Services, 'eventStore' | 'foldCache'>): Promise<RewardTerms> => {
  const { state } = await load(eventStore, foldCache, hubParameters, hubParametersId)
  const { rewardPool, rewardPerSecond } = state.values
  return {
    pool: rewardPool === undefined ? standardTerms.pool : BigInt(rewardPool),
    perSecond: rewardPerSecond === undefined ? standardTerms.perSecond : BigInt(rewardPerSecond),
  }
}
