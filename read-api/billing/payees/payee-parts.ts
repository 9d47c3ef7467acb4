import type { PayoutSchedule } from '../../../domain/billing/payees/values.ts'
import type { PayeeBalanceRow } from '../../../projections/billing/payees/tables.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { PayoutInterval } from './enums.ts'
import type { readStatement } from './reads.ts'

export const Schedule = builder.objectRef<PayoutSchedule>('PayoutSchedule').implement({
  description: 'When a payee is paid.',
  fields: (t) => ({
    every: t.expose('every', { type: PayoutInterval, description: 'How often.' }),
    weekday: t.int({
      nullable: true,
      description: 'On which day of the week: 1 is Monday.',
      resolve: (schedule) => (schedule.every === 'WEEK' ? schedule.weekday : null),
    }),
    day: t.int({
      nullable: true,
      description: 'On which day of the month, or on its last where it has none such.',
      resolve: (schedule) => (schedule.every === 'MONTH' ? schedule.day : null),
    }),
  }),
})

const ripe = ({ matured, maturing }: PayeeBalanceRow, now: Date): bigint => {
  const sum = maturing
    .filter(({ availableAt }) => new Date(availableAt) <= now)
    .reduce((total, { amount }) => total + BigInt(amount), BigInt(matured))
  return sum > 0n ? sum : 0n
}

export const Balance = builder.objectRef<PayeeBalanceRow>('PayeeBalance').implement({
  description: 'What a payee has in one asset.',
  fields: (t) => ({
    total: t.field({
      type: Money,
      description: 'All of it. Negative when more was given back than there was.',
      resolve: ({ total, asset }) => ({ amount: total, asset }),
    }),
    available: t.field({
      type: Money,
      description: 'What can be paid out now.',
      resolve: (row, _, { view }) => ({
        amount: ripe(row, view.clock.now()).toString(),
        asset: row.asset,
      }),
    }),
    inTransit: t.field({
      type: Money,
      description: 'What is on its way to the bank.',
      resolve: ({ in_transit, asset }) => ({ amount: in_transit, asset }),
    }),
  }),
})

type StatementRow = NonNullable<Awaited<ReturnType<typeof readStatement>>>

export const Statement = builder.objectRef<StatementRow>('PayeeStatement').implement({
  description: 'What became of a balance in a time. Opening and all that follows make the closing.',
  fields: (t) => {
    const sum = (
      column:
        | 'opening'
        | 'gross'
        | 'commission'
        | 'refunded'
        | 'closing'
        | 'paid_out'
        | 'came_back',
      description: string,
    ) =>
      t.field({
        type: Money,
        description,
        resolve: (row) => ({ amount: row[column], asset: row.asset }),
      })
    return {
      from: t.expose('from', { type: 'DateTime', description: 'From then on.' }),
      before: t.expose('before', { type: 'DateTime', description: 'And before then.' }),
      opening: sum('opening', 'The balance before.'),
      gross: sum('gross', 'What customers paid.'),
      commission: sum('commission', 'What the hub kept of it.'),
      refunded: sum('refunded', 'The payee’s part of what was given back.'),
      paidOut: sum('paid_out', 'What left for the bank.'),
      cameBack: sum('came_back', 'What the bank would not have, or sent back.'),
      closing: sum('closing', 'The balance after.'),
    }
  },
})
