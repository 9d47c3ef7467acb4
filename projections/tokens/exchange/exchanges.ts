import { definitions } from '../../../domain/tokens/exchange/exchange.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'exchanges'

const statuses = {
  ExchangeAccepted: 'ACCEPTED',
  ExchangeCompleted: 'COMPLETED',
  ExchangeFailed: 'FAILED',
} as const

/** Exchanges that were asked for, and what became of them. */
export const exchanges = projectionOf({
  name: 'exchanges',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { exchange_id: data.exchangeId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { type, data, revision, position } = event
    const changed_at = new Date(data.at)
    if (type === 'ExchangeQuoted') {
      const { exchangeId: exchange_id, organisation, sold, fee, bought, price } = data
      const row = {
        ...({ exchange_id, organisation, price, status: 'QUOTED', failed_for: null } as const),
        ...{ sold: sold.amount, sold_asset: sold.asset, fee: fee.amount },
        ...{ bought: bought.amount, bought_asset: bought.asset },
        ...{ priced_at: new Date(data.pricedAt), expires_at: new Date(data.expiresAt) },
        ...{ quoted_at: changed_at, changed_at, created_position: position, revision, position },
      }
      return [{ do: 'put', table, row }]
    }
    const before = existing(rows.get(table, { exchange_id: data.exchangeId }), event)
    const failed_for = type === 'ExchangeFailed' ? data.code : null
    const status = statuses[type]
    return [
      { do: 'put', table, row: { ...before, status, failed_for, changed_at, revision, position } },
    ]
  },
})
