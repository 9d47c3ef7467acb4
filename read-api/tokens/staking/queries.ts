import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { ownedBy, visible } from '../../view/visible.ts'
import {
  QuantumComputer,
  QuantumComputerConnection,
  Slashing,
  SlashingConnection,
  Stake,
  StakeMovement,
  StakeMovementConnection,
} from './refs.ts'
import { SlashingStatus } from './slashing-type.ts'
import { mostStakes, movementOrder, readMovements, readStakes } from './stakes.ts'

builder.queryFields((t) => {
  const direction = t.arg({
    type: Direction,
    required: true,
    defaultValue: 'DESC',
    description: 'By when they came into being: which end comes first.',
  })
  const chain = t.arg.string({ required: false, description: 'On this chain; on all when absent.' })
  return {
    quantumComputers: t.connection(
      {
        type: QuantumComputer,
        description: 'Devices in the registries of chains.',
        args: {
          chain,
          deviceId: t.arg.id({ required: false, description: 'Of this device.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { chain: on, deviceId, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller)
          const page = pageRequest(args, creationOrder('computers'), from)
          let wanted = view.db.selectFrom('quantum_computers').selectAll()
          if (on != null) wanted = wanted.where('chain', '=', on)
          if (deviceId != null)
            wanted = wanted.where('device_id', '=', uuidArgument('deviceId', deviceId))
          return pageOf(await takePage(wanted, page).execute(), page, creationKey)
        },
      },
      QuantumComputerConnection,
    ),
    stakes: t.field({
      type: [Stake],
      description: `What an address has staked; at most ${mostStakes}. What stands on a chain is public.`,
      args: {
        staker: t.arg.string({
          required: true,
          description: 'The address, its letters in the case of EIP-55.',
        }),
        chain,
      },
      complexity: { field: 10, multiplier: 10 },
      resolve: (_, { staker, chain: on }, { view }) => {
        requirePrincipal(view.caller)
        return readStakes(view.db, { staker, ...(on == null ? {} : { chain: on }) })
      },
    }),
    stakeMovements: t.connection(
      {
        type: StakeMovement,
        description: 'What the staking contracts said of an address.',
        args: {
          staker: t.arg.string({
            required: true,
            description: 'The address, its letters in the case of EIP-55.',
          }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { staker, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller)
          const page = pageRequest(args, movementOrder, from)
          return pageOf(await readMovements(view.db, staker, page), page, creationKey)
        },
      },
      StakeMovementConnection,
    ),
    slashings: t.connection(
      {
        type: Slashing,
        description: 'Slashings of your own computers; operators see all.',
        args: {
          status: t.arg({ type: [SlashingStatus], description: 'In one of these states.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { status, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller)
          const page = pageRequest(args, creationOrder('slashings'), from)
          const all = view.db
            .selectFrom('slashings')
            .selectAll()
            .where(visible(view.caller, undefined, ownedBy('slashings.organisation')))
          const wanted = status == null ? all : all.where('status', 'in', status)
          return pageOf(await takePage(wanted, page).execute(), page, creationKey)
        },
      },
      SlashingConnection,
    ),
  }
})
