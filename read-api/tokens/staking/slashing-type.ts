import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { ofQvt, ofQvtOrNull } from './qvt.ts'
import { Slashing } from './refs.ts'

export const SlashingStatus = builder.enumType('SlashingStatus', {
  description: 'Where a slashing is.',
  values: {
    PROPOSED: { description: 'It can be contested.' },
    CONTESTED: { description: 'Its owner objected; an operator decides.' },
    WAIVED: { description: 'Nothing is taken.' },
    DUE: { description: 'The chain was asked for it.' },
    FAILED: { description: 'The chain refused it; an operator decides.' },
    CARRIED_OUT: { description: 'The contract took it, for good.' },
  },
})

Slashing.implement({
  description: 'What is taken from an operator’s stake for reservations that failed in an epoch.',
  fields: (t) => ({
    slashingId: t.exposeID('slashing_id', { description: 'The hub’s id, as commands take it.' }),
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    deviceId: t.exposeID('device_id', { description: 'Of which device.' }),
    organisationId: t.exposeID('organisation', { description: 'Whose device it is.' }),
    operator: t.exposeString('operator', { description: 'Whose stake.' }),
    epoch: t.exposeInt('epoch', { description: 'Of which reward epoch of the chain.' }),
    reservations: t.exposeInt('reservations', {
      description: 'Slots that the device’s queue gave in it.',
    }),
    failed: t.exposeInt('failed', {
      description: 'Of those, jobs that failed by a fault of the device or its vendor.',
    }),
    amount: t.field({
      type: Money,
      description: 'What is to be taken, at most.',
      resolve: ({ amount }) => ofQvt(amount),
    }),
    taken: t.field({
      type: Money,
      nullable: true,
      description: 'What the contract took: no more than was staked.',
      resolve: ({ taken }) => ofQvtOrNull(taken),
    }),
    status: t.expose('status', { type: SlashingStatus, description: 'Where it is.' }),
    contestableUntil: t.expose('contestable_until', {
      type: 'DateTime',
      description: 'Until then its owner can object.',
    }),
    objection: t.exposeString('objection', {
      nullable: true,
      description: 'What its owner said against it.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why an operator waived or upheld it.',
    }),
    code: t.exposeString('code', { nullable: true, description: 'Why the chain refused it.' }),
    transactionId: t.exposeID('transaction_id', {
      nullable: true,
      description: 'The hub’s id of the transaction that takes it.',
    }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})
