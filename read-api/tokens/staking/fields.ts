import { isId } from '../../../platform/ids/ids.ts'
import { subjects } from '../../../platform/positions/notices.ts'
import { notFound } from '../../errors/query-error.ts'
import { builder } from '../../schema/builder.ts'
import type { Change } from '../../subscriptions/changes.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { ownedBy, visible } from '../../view/visible.ts'
import type { View } from '../../view/view.ts'
import { RewardEpoch } from '../rewards/refs.ts'
import { Slashing, Stake } from './refs.ts'
import { readStakes } from './stakes.ts'

const readSlashing = async ({ db, caller }: View, slashingId: string) => {
  const row = isId(slashingId)
    ? await db
        .selectFrom('slashings')
        .selectAll()
        .where('slashing_id', '=', slashingId)
        .where(visible(caller, undefined, ownedBy('slashings.organisation')))
        .executeTakeFirst()
    : undefined
  if (row === undefined) throw notFound('slashing')
  return row
}

const latestEpoch = async ({ db }: View, chain: string) =>
  (await db
    .selectFrom('reward_epochs')
    .selectAll()
    .where('chain', '=', chain)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null

builder.subscriptionFields((t) => ({
  stakesChanged: t.field({
    type: [Stake],
    description: 'What an address has staked as it is now, then after each change.',
    args: {
      staker: t.arg.string({
        required: true,
        description: 'The address, its letters in the case of EIP-55.',
      }),
    },
    subscribe: (_, { staker }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller)
      // What is seen now is the first answer, whatever is said of it from now on.
      return view.changes(subjects.stakes(staker), 0n)
    },
    resolve: (_, { staker }, { view }) => readStakes(view.db, { staker }),
  }),
  slashingChanged: t.field({
    type: Slashing,
    description: 'A slashing as it is now, then after each change.',
    args: { slashingId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    subscribe: async (_, { slashingId }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller)
      const { slashing_id, position } = await readSlashing(view, slashingId)
      return view.changes(subjects.slashing(slashing_id), position)
    },
    resolve: (_, { slashingId }, { view }) => readSlashing(view, slashingId),
  }),
  rewardEpochChanged: t.field({
    type: RewardEpoch,
    nullable: true,
    description: 'The newest reward epoch of a chain as it is now, then after each change.',
    args: { chain: t.arg.string({ required: true, description: 'The hub’s key of the chain.' }) },
    subscribe: (_, { chain }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller)
      return view.changes(subjects.rewards(chain), 0n)
    },
    resolve: (_, { chain }, { view }) => latestEpoch(view, chain),
  }),
}))
