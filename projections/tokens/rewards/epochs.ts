import { definitions } from '../../../domain/tokens/rewards/epoch-events.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { RewardEpochRow } from './tables.ts'

const table = 'reward_epochs'

/** Reward epochs, and what each computer earned in them. */
export const rewardEpochs = projectionOf({
  name: 'reward-epochs',
  definitions,
  touches: ({ type, data }) => {
    if (type === 'RewardsOpened') return []
    const { chain, epoch } = data
    const isNew = type === 'RewardEpochBegun'
    const shares = type === 'RewardEpochDivided' ? data.shares : []
    return [
      { table, key: { chain, epoch }, isNew },
      ...shares.map(({ deviceId: device_id }) => ({
        table: 'reward_shares' as const,
        key: { chain, epoch, device_id },
        isNew: true,
      })),
    ]
  },
  apply: ({ type, data, ...event }, rows): readonly RowWrite[] => {
    if (type === 'RewardsOpened') return []
    const { position } = event
    const { chain, epoch } = data
    const changed_at = new Date(data.at)
    if (type === 'RewardEpochBegun') {
      const row: RewardEpochRow = {
        ...{ chain, epoch, stage: 'BEGUN', pool: data.pool, per_second: data.perSecond },
        from_position: BigInt(data.fromPosition),
        to_position: BigInt(data.toPosition),
        ...{ total: null, root: null, code: null, transaction_id: null },
        ...{ begun_at: changed_at, changed_at, created_position: position, position },
      }
      return [{ do: 'put', table, row }]
    }
    const before = existing(rows.get(table, { chain, epoch }), { type, data, ...event })
    const put = (news: Partial<RewardEpochRow>): RowWrite => ({
      do: 'put',
      table,
      row: { ...before, ...news, changed_at, position },
    })
    switch (type) {
      case 'RewardEpochDivided': {
        const { root = null, total, shares } = data
        const stage = root === null ? 'EMPTY' : 'DIVIDED'
        const earned = shares.map(
          ({ deviceId: device_id, computerId: computer_id, account, microseconds, amount }) =>
            ({
              do: 'put',
              table: 'reward_shares',
              row: {
                ...{ chain, epoch, device_id, computer_id, account, microseconds, amount },
                created_position: position,
              },
            }) as const,
        )
        return [put({ stage, root, total }), ...earned]
      }
      case 'RewardEpochPostingRequested':
        return [put({ stage: 'POSTING', transaction_id: data.transactionId, code: null })]
      case 'RewardEpochPosted':
        return [put({ stage: 'POSTED' })]
      case 'RewardEpochPostingFailed':
        return [put({ stage: 'FAILED', code: data.code })]
      default:
        return exhausted(type)
    }
  },
})
