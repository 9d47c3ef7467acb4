import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { WalletSpending } from '../../schema/refs.ts'

const SpendingKind = builder.enumType('WalletSpendingKind', {
  description: 'How money is spent.',
  values: {
    HOLD: { description: 'Held for a job first; what was used is taken later.' },
    CHARGE: { description: 'Taken at once.' },
  },
})
const SpendingStatus = builder.enumType('WalletSpendingStatus', {
  description: 'What became of it.',
  values: {
    OPEN: { description: 'Held.' },
    TAKEN: { description: 'Taken, in whole or in part; the rest went back.' },
    RELEASED: { description: 'All of it went back.' },
  },
})

builder.node(WalletSpending, {
  description: 'A hold, or a charge without one.',
  id: { resolve: ({ spending_id }) => spending_id },
  loadOne: (id, { view }) => view.loaders.walletSpendings.load(id),
  fields: (t) => ({
    spendingId: t.exposeID('spending_id', {
      description: 'Of the hold or the charge: `referenceId` of its ledger entries.',
    }),
    kind: t.expose('kind', { type: SpendingKind, description: 'How it is spent.' }),
    status: t.expose('status', { type: SpendingStatus, description: 'What became of it.' }),
    subjectId: t.exposeID('subject_id', {
      description: 'What it is for: the job of a hold, the subscription of a charge.',
    }),
    amount: t.field({
      type: Money,
      description: 'What was held or charged.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    taken: t.field({
      type: Money,
      description: 'What was taken of it.',
      resolve: ({ taken, asset }) => ({ amount: taken, asset }),
    }),
    refunded: t.field({
      type: Money,
      description: 'What was given back of that.',
      resolve: ({ refunded, asset }) => ({ amount: refunded, asset }),
    }),
    paymentId: t.exposeID('payment_id', {
      nullable: true,
      description: 'The card payment behind it; null when it comes out of credit.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When a hold is given back by itself; null for those that have no such time.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it began.' }),
  }),
})
