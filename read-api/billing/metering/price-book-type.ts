import type { Rate } from '../../../domain/billing/metering/rate-models.ts'
import type { PriceBookVersionRow } from '../../../projections/billing/metering/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { PriceBookConnection } from '../../schema/connections.ts'
import { Money } from '../../schema/money.ts'
import { PriceBook } from '../../schema/refs.ts'
import { requirePrincipal } from '../../view/caller.ts'

const RateKind = builder.enumType('RateKind', {
  description: 'How a quantity of a month becomes an amount.',
  values: {
    FLAT: { description: 'The amount, used or not.' },
    PER_UNIT: { description: 'Quantity times price.' },
    GRADUATED: { description: 'Each tier’s part at the tier’s price.' },
    VOLUME: { description: 'All of it at the price of the tier that the whole falls into.' },
    PACKAGE: { description: 'Begun packages, after what is free.' },
    PERCENTAGE: { description: 'Of a quantity that is itself an amount.' },
  },
})

type PricedRate = Rate & { readonly asset: string }

const PriceBookRate = builder.objectRef<PricedRate>('PriceBookRate').implement({
  description: 'One line of a price book.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Names the line, for ever.' }),
    meter: t.exposeString('meter', { description: 'The key of the meter.' }),
    subject: t.string({
      nullable: true,
      description: 'Only usage of this subject; null for every one.',
      resolve: ({ subject }) => subject ?? null,
    }),
    kind: t.field({
      type: RateKind,
      description: 'How it is charged.',
      resolve: ({ model }) => model.kind,
    }),
    terms: t.field({
      type: 'JSONObject',
      description: 'Prices and tiers, as the version was published with.',
      resolve: ({ model: { kind: _, ...terms } }) => terms,
    }),
    minimum: t.field({
      type: Money,
      description: 'What a month costs at least, used or not.',
      resolve: ({ minimum, asset }) => ({ amount: minimum, asset }),
    }),
    maximum: t.field({
      type: Money,
      nullable: true,
      description: 'What a month costs at most.',
      resolve: ({ maximum, asset }) => (maximum === undefined ? null : { amount: maximum, asset }),
    }),
  }),
})

type PricedVersion = PriceBookVersionRow & { readonly asset: string }

const PriceBookVersion = builder.objectRef<PricedVersion>('PriceBookVersion').implement({
  description: 'What usage costs from a moment on. It never changes.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Its number, from 1.' }),
    validFrom: t.expose('valid_from', {
      type: 'DateTime',
      description: 'It rates the months that begin then or later, until the next version does.',
    }),
    publishedAt: t.expose('published_at', { type: 'DateTime', description: 'When it was said.' }),
    rates: t.field({
      type: [PriceBookRate],
      description: 'Its lines.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ rates, asset }) => rates.map((rate) => ({ ...rate, asset })),
    }),
  }),
})

builder.node(PriceBook, {
  description: 'Prices of usage, in one asset.',
  id: { resolve: ({ price_book_id }) => price_book_id },
  loadOne: async (id, { view }) => {
    requirePrincipal(view.caller)
    return view.loaders.priceBooks.load(id)
  },
  fields: (t) => ({
    priceBookId: t.exposeID('price_book_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    asset: t.exposeString('asset', { description: 'The asset of its prices, such as "USD/2".' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was opened.' }),
    versions: t.field({
      type: [PriceBookVersion],
      description: 'All that were ever published, the oldest first.',
      complexity: { field: 1, multiplier: 20 },
      resolve: async ({ price_book_id, asset }, _, { view }) => {
        const found = await view.loaders.versionsOfPriceBook.load(price_book_id)
        return (found?.versions ?? []).map((version) => ({ ...version, asset }))
      },
    }),
  }),
})

const order = creationOrder('priceBook.created')

builder.queryFields((t) => ({
  priceBook: t.field({
    type: PriceBook,
    nullable: true,
    description: 'One price book; null when there is none.',
    args: {
      priceBookId: t.arg.id({ required: true, description: 'The hub’s id of the price book.' }),
    },
    resolve: async (_, { priceBookId }, { view }) => {
      requirePrincipal(view.caller)
      return (await view.loaders.priceBooks.load(uuidArgument('priceBookId', priceBookId))) ?? null
    },
  }),
  priceBooks: t.connection(
    {
      type: PriceBook,
      description: 'The price books of usage, the oldest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requirePrincipal(view.caller)
        const page = pageRequest(args, order, 'ASC')
        const rows = await takePage(view.db.selectFrom('price_books').selectAll(), page).execute()
        return pageOf(rows, page, creationKey)
      },
    },
    PriceBookConnection,
  ),
}))
