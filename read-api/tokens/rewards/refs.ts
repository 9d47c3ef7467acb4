import type { RewardEpochRow, RewardShareRow } from '../../../projections/tokens/rewards/tables.ts'
import { builder } from '../../schema/builder.ts'

/** With the state of the claim on the chain. */
export type ShareOnChain = RewardShareRow & {
  readonly claim_status: 'SEEN' | 'SAFE' | 'FINALISED' | null
}

export const RewardEpoch = builder.objectRef<RewardEpochRow>('RewardEpoch')
export const RewardShare = builder.objectRef<ShareOnChain>('RewardShare')

export const RewardEpochConnection = builder.connectionObject(
  {
    type: RewardEpoch,
    ...{ name: 'RewardEpochConnection', description: 'A page of reward epochs.' },
  },
  { ...{ name: 'RewardEpochEdge' }, description: 'A reward epoch, with its place in the list.' },
)
export const RewardShareConnection = builder.connectionObject(
  {
    type: RewardShare,
    ...{ name: 'RewardShareConnection', description: 'A page of what computers earned.' },
  },
  {
    ...{ name: 'RewardShareEdge' },
    description: 'What a computer earned in an epoch, with its place in the list.',
  },
)
