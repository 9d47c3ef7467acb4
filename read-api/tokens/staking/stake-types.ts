import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { EntryStatus } from '../chain/entry-type.ts'
import { ofQvt } from './qvt.ts'
import { Stake, StakeMovement } from './refs.ts'

Stake.implement({
  description: 'What an address has staked on a computer, as far as the chain’s word is final.',
  fields: (t) => ({
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    computerId: t.exposeString('computer_id', {
      description: 'The computer, as the contracts name it.',
    }),
    deviceId: t.id({
      nullable: true,
      description: 'The device of the hub that it is.',
      resolve: ({ device_id }) => device_id,
    }),
    staker: t.exposeString('staker', { description: 'Whose it is.' }),
    staked: t.field({
      type: Money,
      description: 'What earns.',
      resolve: ({ staked }) => ofQvt(staked),
    }),
    cooling: t.field({
      type: Money,
      description: 'What was asked back and waits out its cooldown, or to be taken.',
      resolve: ({ cooling }) => ofQvt(cooling),
    }),
    unconfirmed: t.field({
      type: Money,
      description: 'What both together change by when all that was seen is final; may be negative.',
      resolve: ({ unconfirmed }) => ofQvt(unconfirmed),
    }),
    slashed: t.field({
      type: Money,
      description: 'What was taken of it for reservations that failed.',
      resolve: ({ slashed }) => ofQvt(slashed),
    }),
    availableAt: t.field({
      ...{ type: 'DateTime', nullable: true },
      description: 'When the cooldown that was begun last is over.',
      resolve: ({ available_at }) =>
        available_at === null ? null : new Date(Number(available_at) * 1_000),
    }),
  }),
})

/** By the contract's own word for it. */
const kinds = {
  Staked: 'STAKED',
  UnstakeRequested: 'UNSTAKE_REQUESTED',
  Unstaked: 'UNSTAKED',
  RewardPaid: 'REWARD_PAID',
  Slashed: 'SLASHED',
} as const

const isSaid = (event: string): event is keyof typeof kinds => Object.hasOwn(kinds, event)

const StakeEvent = builder.enumType('StakeMovementKind', {
  description: 'What the staking contract said.',
  values: {
    STAKED: { description: 'QVT was staked on a computer.' },
    UNSTAKE_REQUESTED: { description: 'It was asked back: the cooldown has begun.' },
    UNSTAKED: { description: 'It was paid back.' },
    REWARD_PAID: { description: 'What it had earned was paid.' },
    SLASHED: { description: 'It was taken for reservations that failed.' },
  } as const,
})

StakeMovement.implement({
  description: 'One thing that the staking contract said of an address.',
  fields: (t) => ({
    entryId: t.exposeID('entry_id', { description: 'The same in whichever block it stands.' }),
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    kind: t.field({
      type: StakeEvent,
      description: 'What it was.',
      resolve: ({ event }) => {
        if (!isSaid(event)) throw new Error(`not said of a staker: ${event}`)
        return kinds[event]
      },
    }),
    deviceId: t.id({
      nullable: true,
      description: 'On which device; rewards are of all together.',
      resolve: ({ device_id }) => device_id,
    }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: (row) => ofQvt(row.arguments['amount'] ?? '0'),
    }),
    status: t.field({
      type: EntryStatus,
      description: 'How surely it stands on the chain.',
      resolve: ({ status }) => status,
    }),
    transactionHash: t.exposeString('transaction_hash', { description: 'In which transaction.' }),
    at: t.expose('block_at', { type: 'DateTime', description: 'When its block was made.' }),
  }),
})
