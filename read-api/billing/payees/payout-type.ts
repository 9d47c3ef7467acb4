import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { Payout } from '../../schema/refs.ts'
import { PayoutReason, PayoutStatus } from './enums.ts'

builder.node(Payout, {
  description: 'Money on its way to a payee’s bank.',
  id: { resolve: ({ payout_id }) => payout_id },
  loadOne: (id, { view }) => view.loaders.payouts.load(id),
  fields: (t) => ({
    payoutId: t.exposeID('payout_id', { description: 'The hub’s id of it.' }),
    organisationId: t.exposeID('organisation', { description: 'Who is paid.' }),
    status: t.expose('status', { type: PayoutStatus, description: 'Where it is.' }),
    why: t.expose('why', { type: PayoutReason, description: 'Why there is one.' }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'What the payment provider calls it.',
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it failed or came back, in the provider’s words.',
    }),
    requestedAt: t.expose('requested_at', {
      type: 'DateTime',
      description: 'When it left the balance.',
    }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})
