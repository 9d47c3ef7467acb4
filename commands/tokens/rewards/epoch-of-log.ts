import { decodeEvent } from '../../../domain/events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { RewardEpochEvent, RewardShare } from '../../../domain/tokens/rewards/epoch-events.ts'
import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

/** An epoch that is on the chain: its shares, as they were divided. Nothing for one that is not, or not yet. */
export const postedShares = async (
  store: Pick<EventStore, 'read'>,
  chain: string,
  epoch: number,
): Promise<readonly RewardShare[] | undefined> => {
  const recorded = await store.read(streamOf(rewardEpochs, chain))
  // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
  const events = recorded.map((each) => decodeEvent(each) as RewardEpochEvent)
  const isPosted = events.some(
    ({ type, data }) => type === 'RewardEpochPosted' && data.epoch === epoch,
  )
  const divided = events.find(
    (event) => event.type === 'RewardEpochDivided' && event.data.epoch === epoch,
  )
  return isPosted && divided?.type === 'RewardEpochDivided' ? divided.data.shares : undefined
}
