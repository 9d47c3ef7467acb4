import { z } from 'zod'
import { acceptExchange } from '../../../commands/tokens/exchange/accept-exchange.ts'
import { ExchangeAnswer } from '../../../commands/tokens/exchange/exchange-answer.ts'
import { quoteExchange } from '../../../commands/tokens/exchange/quote-exchange.ts'
import { readExchange } from '../../../commands/tokens/exchange/read-exchange.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, Money, noBody } from '../../shapes.ts'

const ExchangePath = z.strictObject({ exchangeId: Id })
const Answer = ExchangeAnswer.extend({
  sold: Money.describe('What is given, the fee in it'),
  fee: Money,
  bought: Money,
})
const toExchange = (['getExchange', 'acceptExchange'] as const).map((operationId) => ({
  operationId,
  parameter: 'exchangeId',
  member: 'exchangeId',
}))
const locationOf = ({ exchangeId }: { readonly exchangeId: string }): string =>
  `/v1/exchanges/${exchangeId}`

/** Money for QVT, QVT for money. */
export const exchangeRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'quoteExchange',
    tag: 'tokens',
    summary: 'Ask what an amount of money brings in QVT, or the other way round',
    description:
      'The answer is a price that holds until `expiresAt`; nothing moves before `acceptExchange`. What is bought is ' +
      'rounded down to its smallest unit, the fee up.',
    problems: ['NOT_FOUND', 'ASSET_MISMATCH', 'AMOUNT_OUT_OF_RANGE', 'PRICE_UNAVAILABLE'],
    links: toExchange,
    method: 'POST',
    path: '/v1/wallets/:organisationId/exchanges',
    command: quoteExchange,
    params: z.strictObject({ organisationId: Id }),
    body: quoteExchange.input.omit({ organisation: true }),
    example: { sold: { amount: '10000', asset: 'USD/2' }, asset: 'QVT/18' },
    input: ({ organisationId }, body) => ({ organisation: organisationId, ...body }),
    status: 201,
    answer: Answer,
    location: locationOf,
  }),
  mountCommand({
    operationId: 'acceptExchange',
    tag: 'tokens',
    summary: 'Take a quoted exchange',
    description:
      'For those who decide on the organisation’s money. The one wallet gives, then the other one gets; each asset ' +
      'stays balanced by itself. An exchange that cannot be booked ends as FAILED, with nothing moved.',
    problems: ['NOT_FOUND', 'QUOTE_EXPIRED', 'INSUFFICIENT_FUNDS', 'WALLET_IN_DEBT'],
    links: toExchange,
    method: 'POST',
    path: '/v1/exchanges/:exchangeId/acceptance',
    command: acceptExchange,
    params: ExchangePath,
    body: noBody,
    input: ({ exchangeId }) => ({ exchangeId }),
    status: 202,
    answer: Answer,
    location: locationOf,
  }),
  mountQuery({
    operationId: 'getExchange',
    tag: 'tokens',
    summary: 'Read an exchange',
    description: 'QUOTED, ACCEPTED, then COMPLETED or FAILED.',
    problems: ['NOT_FOUND'],
    links: toExchange,
    path: '/v1/exchanges/:exchangeId',
    params: ExchangePath,
    answer: Answer,
    read: ({ services }, context, { exchangeId }) => readExchange(services, context, exchangeId),
  }),
]
