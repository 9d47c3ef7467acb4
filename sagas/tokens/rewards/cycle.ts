import type { ChainEntryEvent } from '../../../domain/tokens/chain/entry-events.ts'
import { category } from '../../../domain/tokens/rewards/epochs.ts'
import type { RewardEpochEvent } from '../../../domain/tokens/rewards/epoch-events.ts'
import { nextEpochAt } from '../../../domain/tokens/rewards/schedule.ts'
import { penaltyFor } from '../../../domain/tokens/staking/slashing-policy.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'
import {
  endedInVain,
  failureOf,
  isEndOfTransaction,
  type EndOfTransaction,
} from '../end-of-transaction.ts'
import type { RewardEffect } from './effects.ts'

type Action = SagaAction<RewardEffect>
type Heard = RewardEpochEvent | ChainEntryEvent | EndOfTransaction
type State = { readonly chain: string }

const request = (effect: RewardEffect): readonly Action[] => [{ do: 'request', effect }]

const nextEpoch = (now: string): Action => ({
  do: 'schedule',
  name: 'epoch',
  dueAt: nextEpochAt(now),
})

const onEvent = (event: Heard, now: string): readonly Action[] => {
  if (isEndOfTransaction(event)) return request({ kind: 'failPosting', ...failureOf(event) })
  switch (event.type) {
    case 'RewardsOpened':
      return [nextEpoch(now)]
    case 'RewardEpochBegun': {
      const { at: _, ...epoch } = event.data
      return request({ kind: 'divideEpoch', ...epoch })
    }
    case 'RewardEpochDivided': {
      const { chain, epoch, root, service } = event.data
      const bad = service.filter((record) => penaltyFor(record) !== undefined)
      return [
        ...(root === undefined ? [] : request({ kind: 'postEpoch', chain, epoch })),
        ...bad.flatMap((record) => request({ kind: 'proposeSlashing', chain, epoch, ...record })),
      ]
    }
    case 'RewardEpochPostingRequested': {
      const { at: _, ...epoch } = event.data
      return request({ kind: 'publishEpoch', ...epoch })
    }
    case 'ChainEntryFinalised': {
      const { chain, entryId } = event.data
      const { epoch = '', root = '', total = '' } = event.data.arguments
      return request({ kind: 'recordPosted', chain, epoch: Number(epoch), entryId, root, total })
    }
    default:
      return []
  }
}

/**
 * Every week, and when an operator asks for it, the work since the last epoch is divided, and the contract told. One instance
 * a chain; how far it is stands in the stream of the epochs. That an epoch is on the chain says its final entry alone.
 */
export const rewardCycle: Saga<State, RewardEffect> = {
  name: 'rewardCycle',
  version: 1,
  streamPrefixes: [`${category}-`, 'chainEntry-', 'chainTransaction-'],
  routes: {
    RewardsOpened: { starts: 'chain' },
    RewardEpochBegun: { continues: 'chain' },
    RewardEpochDivided: { continues: 'chain' },
    RewardEpochPostingRequested: { continues: 'chain' },
    ChainEntryFinalised: {
      continues: 'chain',
      where: { contract: 'REWARDS', event: 'EpochPublished' },
    },
    ...endedInVain('REWARD_EPOCH'),
  },
  mayRest: false,
  initial: { chain: '' },
  evolve: (state, message) =>
    // The routes let only these events through, out of the log, where they were checked.
    message.type === 'input' ? { chain: (message.input as Heard).data.chain } : state,
  decide: (message, { chain }, now) => {
    switch (message.type) {
      case 'input':
        // As in evolve.
        return onEvent(message.input as Heard, now)
      case 'timer':
        return [...request({ kind: 'beginEpoch', chain }), nextEpoch(now)]
      // What came of an effect is heard as an event; what was refused had happened another way.
      case 'succeeded':
      case 'refused':
      case 'unknown':
        return []
      default:
        return exhausted(message)
    }
  },
}
