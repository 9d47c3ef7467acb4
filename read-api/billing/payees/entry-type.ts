import { Money } from '../../schema/money.ts'
import { Payout, PayeeEntry } from '../../schema/refs.ts'
import { EntryKind } from './enums.ts'

PayeeEntry.implement({
  description: 'One movement of a payee’s balance: a line of its statement.',
  fields: (t) => {
    const money = (
      column: 'gross' | 'commission' | 'refunded' | 'amount' | 'balance',
      description: string,
    ) =>
      t.field({
        type: Money,
        description,
        resolve: (row) => ({ amount: row[column], asset: row.asset }),
      })
    return {
      kind: t.expose('kind', { type: EntryKind, description: 'What moved it.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      gross: money('gross', 'What customers paid.'),
      commission: money('commission', 'What the hub kept of it.'),
      refunded: money('refunded', 'The payee’s part of what was given back.'),
      amount: money('amount', 'What it did to the balance; negative when it left.'),
      balance: money('balance', 'The balance after it.'),
      availableAt: t.expose('available_at', {
        type: 'DateTime',
        nullable: true,
        description: 'From when on it can be paid out; null for what is no earning.',
      }),
      payout: t.field({
        type: Payout,
        nullable: true,
        description: 'The payout it is about.',
        resolve: async ({ payout_id }, _, { view }) =>
          payout_id === null ? null : ((await view.loaders.payouts.load(payout_id)) ?? null),
      }),
    }
  },
})
