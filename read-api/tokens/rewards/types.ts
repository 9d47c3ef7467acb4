import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { ofQvt, ofQvtOrNull } from '../staking/qvt.ts'
import { EntryStatus } from '../chain/entry-type.ts'
import { RewardEpoch, RewardShare } from './refs.ts'
import { readShares } from './shares.ts'

const Stage = builder.enumType('RewardEpochStage', {
  description: 'How far an epoch is.',
  values: {
    BEGUN: { description: 'Its work is being counted.' },
    EMPTY: { description: 'No registered computer did any that counts: nothing is paid.' },
    DIVIDED: { description: 'Who gets how much is on record.' },
    POSTING: { description: 'The chain was asked to take it.' },
    FAILED: { description: 'The chain refused it; an operator has it asked again.' },
    POSTED: { description: 'It is on the chain for good, with the QVT for it.' },
  },
})

RewardEpoch.implement({
  description: 'The work between two positions of the log, and what is paid for it.',
  fields: (t) => ({
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    epoch: t.exposeInt('epoch', { description: 'Its number on the chain, from 1 on.' }),
    stage: t.expose('stage', { type: Stage, description: 'How far it is.' }),
    fromPosition: t.expose('from_position', { type: 'Position', description: 'After this one.' }),
    toPosition: t.expose('to_position', { type: 'Position', description: 'With this one.' }),
    pool: t.field({
      type: Money,
      description: 'What it pays at most.',
      resolve: ({ pool }) => ofQvt(pool),
    }),
    perSecond: t.field({
      type: Money,
      description: 'What it pays at most for a metered second.',
      resolve: ({ per_second }) => ofQvt(per_second),
    }),
    total: t.field({
      type: Money,
      nullable: true,
      description: 'What it pays; null until it is divided.',
      resolve: ({ total }) => ofQvtOrNull(total),
    }),
    root: t.exposeString('root', {
      nullable: true,
      description: 'The root of the tree of shares, as the contract has it.',
    }),
    code: t.exposeString('code', { nullable: true, description: 'Why the chain refused it.' }),
    transactionId: t.exposeID('transaction_id', {
      nullable: true,
      description: 'The hub’s id of the transaction that puts it on the chain.',
    }),
    begunAt: t.expose('begun_at', { type: 'DateTime', description: 'When it began.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    shares: t.field({
      type: [RewardShare],
      description:
        'Who gets how much: all that the tree is made of, so that anybody can make the proofs.',
      complexity: { field: 10, multiplier: 20 },
      resolve: ({ chain, epoch }, _, { view }) => readShares(view.db, chain, epoch),
    }),
  }),
})

RewardShare.implement({
  description: 'What a computer earned in an epoch.',
  fields: (t) => ({
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    epoch: t.exposeInt('epoch', { description: 'In which epoch.' }),
    deviceId: t.exposeID('device_id', { description: 'Which device.' }),
    computerId: t.exposeString('computer_id', { description: 'As the contracts name it.' }),
    account: t.exposeString('account', { description: 'The address that is paid.' }),
    qpuSeconds: t.string({
      description: 'Paid seconds on it, exact to the microsecond.',
      resolve: ({ microseconds }) => {
        const digits = microseconds.padStart(7, '0')
        return `${digits.slice(0, -6)}.${digits.slice(-6)}`
      },
    }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount }) => ofQvt(amount),
    }),
    claim: t.field({
      type: EntryStatus,
      nullable: true,
      description: 'How surely its claim stands on the chain; null when it was not claimed.',
      resolve: ({ claim_status }) => claim_status,
    }),
  }),
})
