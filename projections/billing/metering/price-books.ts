import { definitions as bookDefinitions } from '../../../domain/billing/metering/price-book.ts'
import { definitions as reratingDefinitions } from '../../../domain/billing/metering/rerating.ts'
import { projectionOf } from '../../shared/projection.ts'

/** Price books and their versions. */
export const priceBooks = projectionOf({
  name: 'price-books',
  definitions: bookDefinitions,
  touches: ({ type, data }) =>
    type === 'PriceBookCreated'
      ? [{ table: 'price_books', key: { price_book_id: data.priceBookId }, isNew: true }]
      : [],
  apply: ({ type, data, position }) => {
    switch (type) {
      case 'PriceBookCreated':
        return [
          {
            do: 'put',
            table: 'price_books',
            row: {
              price_book_id: data.priceBookId,
              name: data.name,
              asset: data.asset,
              created_at: new Date(data.at),
              created_position: position,
              position,
            },
          },
        ]
      case 'PriceBookVersionPublished':
        return [
          {
            do: 'add',
            table: 'price_book_versions',
            row: {
              price_book_id: data.priceBookId,
              version: data.version,
              valid_from: new Date(data.validFrom),
              rates: data.rates,
              published_at: new Date(data.at),
              position,
            },
          },
        ]
    }
  },
})

/** What months would have cost by other prices. */
export const reratings = projectionOf({
  name: 'reratings',
  definitions: reratingDefinitions,
  apply: ({ data: { at, ...comparison }, position }) => [
    {
      do: 'add',
      table: 'reratings',
      row: {
        rerating_id: comparison.reratingId,
        organisation: comparison.organisation,
        comparison,
        made_at: new Date(at),
        position,
      },
    },
  ],
})
