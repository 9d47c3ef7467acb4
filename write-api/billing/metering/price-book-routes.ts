import { z } from 'zod'
import {
  createPriceBook,
  publishPriceBookVersion,
} from '../../../commands/billing/metering/price-books.ts'
import { ComparisonView, rerateMonth } from '../../../commands/billing/metering/rerate.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'
import { exampleUuid } from './examples.ts'

const BookPath = z.strictObject({ priceBookId: Id })

export const priceBookRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'createPriceBook',
    tag: 'billing',
    summary: 'Open a price book (operators)',
    description: 'In one asset. It rates nothing before a version of it is published.',
    problems: [],
    links: [
      { operationId: 'publishPriceBookVersion', parameter: 'priceBookId', member: 'priceBookId' },
    ],
    method: 'POST',
    path: '/v1/price-books',
    command: createPriceBook,
    params: z.strictObject({}),
    body: createPriceBook.input,
    example: { name: 'Standard', asset: 'USD/2' },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ priceBookId: Id }),
  }),
  mountCommand({
    operationId: 'publishPriceBookVersion',
    tag: 'billing',
    summary: 'Say what usage costs from a moment on (operators)',
    description:
      'A version never changes, and none begins in the past; only a book’s first may begin with the current month. A month ' +
      'is rated by the version that was in force when it began. Prices are decimals in whole units of the asset, exact to ' +
      'twelve places; each line is rounded once, half up, to the asset’s minor unit. FLAT amounts and minimums are due ' +
      'whether anything was used or not.',
    problems: ['NOT_FOUND', 'METER_UNKNOWN', 'PRICE_BOOK_INVALID'],
    links: [{ operationId: 'rerateMonth', parameter: 'priceBookId', member: 'priceBookId' }],
    method: 'POST',
    path: '/v1/price-books/:priceBookId/versions',
    command: publishPriceBookVersion,
    params: BookPath,
    body: publishPriceBookVersion.input.omit({ priceBookId: true }),
    example: {
      validFrom: '2027-01-01T00:00:00Z',
      rates: [
        {
          key: 'tokens-in',
          meter: 'llm_tokens_in',
          model: {
            kind: 'GRADUATED',
            tiers: [
              { upTo: '1000000', unitPrice: '0' },
              { upTo: null, unitPrice: '0.000003' },
            ],
          },
        },
        {
          key: 'reservations',
          meter: 'reservation_minutes',
          model: { kind: 'PER_UNIT', unitPrice: '96' },
          minimum: '300000',
        },
      ],
    },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ priceBookId: Id, version: z.int() }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'rerateMonth',
    tag: 'billing',
    summary: 'Rate a past month again, for comparison (operators)',
    description:
      'By this book, held against another one, or against another version of it: the difference of each line, and of the ' +
      'whole. Both rate the log up to the same place. No money moves and no bill changes; the comparison is kept.',
    problems: ['NOT_FOUND', 'ASSET_MISMATCH', 'AMOUNT_OUT_OF_RANGE'],
    method: 'POST',
    path: '/v1/price-books/:priceBookId/reratings',
    command: rerateMonth,
    params: BookPath,
    body: rerateMonth.input.omit({ priceBookId: true }),
    example: {
      organisation: exampleUuid,
      month: '2026-10',
      version: 2,
      against: { priceBookId: exampleUuid, version: 1 },
    },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: ComparisonView,
  }),
]
