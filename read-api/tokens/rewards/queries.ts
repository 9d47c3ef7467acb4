import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { RewardEpoch, RewardEpochConnection, RewardShare, RewardShareConnection } from './refs.ts'
import { readSharesOfDevice } from './shares.ts'

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
          const page = pageRequest(args, creationOrder('reward.epochs'), from)
          const all = view.db.selectFrom('reward_epochs').selectAll()
          const wanted = chain == null ? all : all.where('chain', '=', chain)
          return pageOf(await takePage(wanted, page).execute(), page, creationKey)
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
          const page = pageRequest(args, creationOrder('reward.shares'), from)
          const id = uuidArgument('deviceId', deviceId)
          return pageOf(await readSharesOfDevice(view.db, id, page), page, creationKey)
        },
      },
      RewardShareConnection,
    ),
  }
})
