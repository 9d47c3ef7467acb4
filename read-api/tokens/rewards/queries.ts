import { uuidArgument } from '../../pagination/filter.ts'
import { takePage, type SortOrder } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { RewardEpoch, RewardEpochConnection, RewardShare, RewardShareConnection } from './refs.ts'
import { readSharesOfDevice } from './shares.ts'

const creation = (name: string): SortOrder => ({
  name,
  columns: [{ column: 'created_position', type: 'bigint' }],
})
const keyOf = (row: { readonly created_position: bigint }): readonly string[] => [
  row.created_position.toString(),
]

builder.queryFields((t) => {
  const direction = t.arg({
    type: Direction,
    required: true,
    defaultValue: 'DESC',
    description: 'By when they began: which end comes first.',
  })
  return {
    rewardEpochs: t.connection(
      {
        type: RewardEpoch,
        description: 'What was paid for work on registered computers, epoch by epoch.',
        args: {
          chain: t.arg.string({ required: false, description: 'On this chain.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { chain, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller)
          const page = pageRequest(args, creation('reward.epochs'), from)
          const all = view.db.selectFrom('reward_epochs').selectAll()
          const wanted = chain == null ? all : all.where('chain', '=', chain)
          return pageOf(await takePage(wanted, page).execute(), page, keyOf)
        },
      },
      RewardEpochConnection,
    ),
    rewardShares: t.connection(
      {
        type: RewardShare,
        description: 'What a device earned, epoch by epoch.',
        args: {
          deviceId: t.arg.id({ required: true, description: 'The hub’s id of the device.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { deviceId, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller)
          const page = pageRequest(args, creation('reward.shares'), from)
          const id = uuidArgument('deviceId', deviceId)
          return pageOf(await readSharesOfDevice(view.db, id, page), page, keyOf)
        },
      },
      RewardShareConnection,
    ),
  }
})
