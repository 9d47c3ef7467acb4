import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import {
  definitions,
  type RewardEpochEvent,
  type RewardShare,
  type ServiceOfComputer,
} from './epoch-events.ts'
import type { RewardTerms } from './terms.ts'

/**
 * How far work is rewarded on a chain. Epochs follow each other without a gap, each between two positions of the log: one
 * begins where the one before ended, when that is on the chain or has nothing to pay. Work that waits is in the next one.
 */
export const category = 'rewardEpochs'

// State.
type Stage =
  | { readonly stage: 'BEGUN' | 'POSTED' | 'EMPTY' }
  | { readonly stage: 'DIVIDED' | 'FAILED'; readonly root: string; readonly total: string }
  | {
      readonly stage: 'POSTING'
      readonly root: string
      readonly total: string
      readonly transactionId: string
    }
export type CurrentEpoch = {
  readonly epoch: number
  readonly fromPosition: string
  readonly toPosition: string
  readonly terms: RewardTerms
} & Stage
export type RewardEpochs = { readonly isOpen: boolean; readonly current?: CurrentEpoch }

export const initial: RewardEpochs = { isOpen: false }

export const evolve = (state: RewardEpochs, event: RewardEpochEvent): RewardEpochs => {
  if (event.type === 'RewardsOpened') return { ...state, isOpen: true }
  if (event.type === 'RewardEpochBegun') {
    const { epoch, fromPosition, toPosition, pool, perSecond } = event.data
    const terms = { pool: BigInt(pool), perSecond: BigInt(perSecond) }
    return { ...state, current: { epoch, fromPosition, toPosition, terms, stage: 'BEGUN' } }
  }
  if (state.current === undefined) return state
  const { epoch, fromPosition, toPosition, terms } = state.current
  const at = (stage: Stage): RewardEpochs => ({
    ...state,
    current: { epoch, fromPosition, toPosition, terms, ...stage },
  })
  const { data, type } = event
  switch (type) {
    case 'RewardEpochDivided': {
      const { root, total } = data
      return at(root === undefined ? { stage: 'EMPTY' } : { stage: 'DIVIDED', root, total })
    }
    case 'RewardEpochPostingRequested': {
      const { root, total, transactionId } = data
      return at({ stage: 'POSTING', root, total, transactionId })
    }
    case 'RewardEpochPosted':
      return at({ stage: 'POSTED' })
    case 'RewardEpochPostingFailed':
      return 'root' in state.current
        ? at({ stage: 'FAILED', root: state.current.root, total: state.current.total })
        : state
    default:
      return exhausted(type)
  }
}

// Commands: the saga's; `BeginEpoch` and `PostEpoch` operators', too.
export type RewardEpochsCommand = { readonly chain: string } & (
  | { readonly type: 'OpenRewards' }
  /** Up to this position of the log, from where the last epoch ended. */
  | { readonly type: 'BeginEpoch'; readonly toPosition: bigint; readonly terms: RewardTerms }
  | {
      readonly type: 'DivideEpoch'
      readonly epoch: number
      readonly shares: readonly RewardShare[]
      readonly service: readonly ServiceOfComputer[]
      readonly root?: string
    }
  /** Asks the chain for it; once more when that failed. */
  | { readonly type: 'PostEpoch'; readonly epoch: number }
  | {
      readonly type: 'RecordPosted'
      readonly epoch: number
      readonly entryId: string
      readonly root: string
      readonly total: string
    }
  | { readonly type: 'FailPosting'; readonly transactionId: string; readonly code: string }
)

export const decide = (
  command: RewardEpochsCommand,
  { isOpen, current }: RewardEpochs,
  { now: at, id }: DecisionMeta,
): Decision<RewardEpochEvent> => {
  const { chain } = command
  switch (command.type) {
    case 'OpenRewards':
      return isOpen ? [] : [{ type: 'RewardsOpened', data: { chain, at } }]
    case 'BeginEpoch': {
      if (!isOpen) return reject('NOT_FOUND', 'Rewards are not given on this chain.')
      const { toPosition, terms } = command
      const from = BigInt(current?.toPosition ?? '0')
      const isUnderWay =
        current !== undefined && current.stage !== 'POSTED' && current.stage !== 'EMPTY'
      if (isUnderWay || toPosition <= from) return []
      const epoch = (current?.epoch ?? 0) + 1
      const positions = { fromPosition: from.toString(), toPosition: toPosition.toString() }
      const paid = { pool: terms.pool.toString(), perSecond: terms.perSecond.toString() }
      return [{ type: 'RewardEpochBegun', data: { chain, epoch, ...positions, ...paid, at } }]
    }
    case 'DivideEpoch': {
      const { epoch, shares, service, root } = command
      if (current?.epoch !== epoch || current.stage !== 'BEGUN') return []
      const total = shares.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
      if (total > current.terms.pool || total > 0n !== (root !== undefined))
        return reject('INVALID_INPUT', 'The shares are not what the epoch pays.')
      return [
        {
          type: 'RewardEpochDivided',
          data: {
            ...{ chain, epoch, shares: [...shares], service: [...service] },
            total: total.toString(),
            ...(root === undefined ? {} : { root }),
            at,
          },
        },
      ]
    }
    case 'PostEpoch': {
      const { epoch } = command
      if (current?.epoch !== epoch) return reject('NOT_FOUND', 'It is not the current epoch.')
      if (current.stage !== 'DIVIDED' && current.stage !== 'FAILED') return []
      const { root, total } = current
      const transactionId = id('posting')
      const data = { chain, epoch, transactionId, root, total, at }
      return [{ type: 'RewardEpochPostingRequested', data }]
    }
    case 'RecordPosted': {
      const { epoch, entryId, root, total } = command
      if (current?.epoch !== epoch || current.stage === 'POSTED') return []
      return [{ type: 'RewardEpochPosted', data: { chain, epoch, entryId, root, total, at } }]
    }
    case 'FailPosting': {
      const { transactionId, code } = command
      if (current?.stage !== 'POSTING' || current.transactionId !== transactionId) return []
      const { epoch } = current
      return [{ type: 'RewardEpochPostingFailed', data: { chain, epoch, transactionId, code, at } }]
    }
    default:
      return exhausted(command)
  }
}

export const rewardEpochs: Aggregate<RewardEpochs, RewardEpochsCommand, RewardEpochEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
