import type { RatingDifference as Difference } from '../../../domain/billing/metering/rerating.ts'
import type { ReratingRow } from '../../../projections/billing/metering/tables.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { requireOperator } from '../../view/caller.ts'

type Line = Difference & { readonly asset: string }

const RatingDifference = builder.objectRef<Line>('RatingDifference').implement({
  description: 'One line of a month, by both prices.',
  fields: (t) => ({
    rateKey: t.exposeString('rateKey', { description: 'The line in both books.' }),
    meter: t.exposeString('meter', { description: 'The key of the meter.' }),
    quantity: t.exposeString('quantity', { description: 'What was used.' }),
    before: t.field({
      type: Money,
      description: 'What it costs by the book that it is held against.',
      resolve: ({ before, asset }) => ({ amount: before, asset }),
    }),
    after: t.field({
      type: Money,
      description: 'What it would cost.',
      resolve: ({ after, asset }) => ({ amount: after, asset }),
    }),
    difference: t.field({
      type: Money,
      description: 'So much more; less when it is negative.',
      resolve: ({ difference, asset }) => ({ amount: difference, asset }),
    }),
  }),
})

type Book = ReratingRow['comparison']['before']
const RatedBook = builder.objectRef<Book>('RatedBook').implement({
  description: 'A version of a price book.',
  fields: (t) => ({
    priceBookId: t.exposeID('priceBookId', { description: 'The price book.' }),
    version: t.exposeInt('version', { description: 'The version.' }),
  }),
})

const UsageRerating = builder.objectRef<ReratingRow>('UsageRerating').implement({
  description: 'What a month would have cost by other prices. It bills nothing.',
  fields: (t) => ({
    reratingId: t.exposeID('rerating_id', { description: 'The hub’s id.' }),
    organisationId: t.exposeID('organisation', { description: 'Whose usage was rated.' }),
    month: t.string({
      description: 'The month, UTC.',
      resolve: ({ comparison }) => comparison.month,
    }),
    before: t.field({
      type: RatedBook,
      description: 'The prices that it is held against.',
      resolve: ({ comparison }) => comparison.before,
    }),
    after: t.field({
      type: RatedBook,
      description: 'The other prices.',
      resolve: ({ comparison }) => comparison.after,
    }),
    lines: t.field({
      type: [RatingDifference],
      description: 'Line by line.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ comparison: { lines, asset } }) => lines.map((line) => ({ ...line, asset })),
    }),
    totalBefore: t.field({
      type: Money,
      description: 'The whole by the prices that it is held against.',
      resolve: ({ comparison: { totalBefore, asset } }) => ({ amount: totalBefore, asset }),
    }),
    totalAfter: t.field({
      type: Money,
      description: 'The whole by the other prices.',
      resolve: ({ comparison: { totalAfter, asset } }) => ({ amount: totalAfter, asset }),
    }),
    difference: t.field({
      type: Money,
      description: 'So much more; less when it is negative.',
      resolve: ({ comparison: { difference, asset } }) => ({ amount: difference, asset }),
    }),
    madeAt: t.expose('made_at', { type: 'DateTime', description: 'When it was compared.' }),
  }),
})

builder.queryFields((t) => ({
  usageRerating: t.field({
    type: UsageRerating,
    nullable: true,
    description: 'One comparison of prices. For operators.',
    args: {
      reratingId: t.arg.id({ required: true, description: 'The hub’s id of the comparison.' }),
    },
    resolve: async (_, { reratingId }, { view }) => {
      requireOperator(view.caller)
      const row = await view.db
        .selectFrom('reratings')
        .selectAll()
        .where('rerating_id', '=', uuidArgument('reratingId', reratingId))
        .executeTakeFirst()
      return row ?? null
    },
  }),
}))
