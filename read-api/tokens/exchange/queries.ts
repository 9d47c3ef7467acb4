import type { ExchangeRow } from '../../../projections/tokens/exchange/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { Money } from '../../schema/money.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { ownedBy, visible } from '../../view/visible.ts'

const order = creationOrder('exchanges')

const ExchangeStatus = builder.enumType('ExchangeStatus', {
  description: 'Where an exchange is.',
  values: {
    QUOTED: { description: 'A price that may be taken before it expires.' },
    ACCEPTED: { description: 'Taken; the wallets are booking it.' },
    COMPLETED: { description: 'Both wallets have booked it.' },
    FAILED: { description: 'It could not be booked; nothing has moved.' },
  },
})

const Exchange = builder.objectRef<ExchangeRow>('Exchange').implement({
  description: 'Money for QVT, or QVT for money, at a price that held for a while.',
  fields: (t) => ({
    exchangeId: t.exposeID('exchange_id', { description: 'The hub’s id of it.' }),
    organisationId: t.exposeID('organisation', { description: 'Whose wallets.' }),
    status: t.expose('status', { type: ExchangeStatus, description: 'Where it is.' }),
    failedFor: t.exposeString('failed_for', {
      nullable: true,
      description: 'The code of why it failed.',
    }),
    sold: t.field({
      type: Money,
      description: 'What is given, the fee in it.',
      resolve: ({ sold: amount, sold_asset: asset }) => ({ amount, asset }),
    }),
    fee: t.field({
      type: Money,
      description: 'What the hub keeps of that.',
      resolve: ({ fee: amount, sold_asset: asset }) => ({ amount, asset }),
    }),
    bought: t.field({
      type: Money,
      description: 'What is got for the rest.',
      resolve: ({ bought: amount, bought_asset: asset }) => ({ amount, asset }),
    }),
    price: t.exposeString('price', { description: 'Of one QVT, in whole units of the money.' }),
    pricedAt: t.expose('priced_at', { type: 'DateTime', description: 'When that was its price.' }),
    quotedAt: t.expose('quoted_at', { type: 'DateTime', description: 'When it was asked for.' }),
    expiresAt: t.expose('expires_at', { type: 'DateTime', description: 'Until when it holds.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})

const ExchangeConnection = builder.connectionObject(
  { type: Exchange, ...{ name: 'ExchangeConnection', description: 'A page of exchanges.' } },
  { ...{ name: 'ExchangeEdge' }, description: 'One of exchanges, with its place in the list.' },
)

builder.queryFields((t) => ({
  exchanges: t.connection(
    {
      type: Exchange,
      description: 'The exchanges of your organisation; operators see all.',
      args: {
        status: t.arg({ type: ExchangeStatus, description: 'Only those that are there.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were asked for: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, status, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, order, direction)
        const own = view.db
          .selectFrom('exchanges')
          .selectAll()
          .where(visible(view.caller, 'billing:read', ownedBy('exchanges.organisation')))
        const some = status == null ? own : own.where('status', '=', status)
        const rows = await takePage(some, page).execute()
        return pageOf(rows, page, creationKey)
      },
    },
    ExchangeConnection,
  ),
}))
