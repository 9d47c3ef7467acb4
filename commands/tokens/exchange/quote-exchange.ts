import { z } from 'zod'
import { Asset, isOddlyScaled, Money } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { exchange, type ExchangeCommand } from '../../../domain/tokens/exchange/exchange.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { exchangeAnswer } from './exchange-answer.ts'

/** What QVT cost, or bring, in money now: a price that holds until the quote expires. */
export const quoteExchange = defineCommand({
  name: 'tokens.quote-exchange',
  input: z.strictObject({ organisation: Id, sold: Money, asset: Asset }),
  scope: 'tokens:write',
  run: async (input, tools) => {
    const { organisation } = input
    if (!actsFor(tools.context, organisation)) return notFound('wallet')
    const exchangeId = derivedId(tools.context.commandId, 'exchange')
    const wish = () => wishedQuote({ ...input, exchangeId }, tools)
    return exchangeAnswer(await tools.create(exchange, exchangeId, wish))
  },
})

type Wish = {
  readonly exchangeId: string
  readonly organisation: string
  readonly sold: Money
  readonly asset: string
}

const wishedQuote = async (
  { exchangeId, organisation, sold, asset }: Wish,
  { services }: CommandTools,
): Promise<{ readonly command: ExchangeCommand } | Rejection> => {
  const { prices, policy } = services
  const unpaired = (sold.asset === qvt) === (asset === qvt)
  if (unpaired || [sold.asset, asset].some(isOddlyScaled))
    return reject('ASSET_MISMATCH', `${qvt} is exchanged for money, and money for ${qvt}.`)
  const found = await prices.price(sold.asset === qvt ? asset : sold.asset)
  if (found.kind === 'absent')
    return reject('ASSET_MISMATCH', 'The hub does not exchange tokens for this asset.')
  if (found.kind === 'unanswered')
    return reject('PRICE_UNAVAILABLE', 'Nobody says what the token is worth at the moment.')
  const { exchangeFeeBasisPoints, exchangeValidSeconds, exchangeMaximum } = policy.tokens
  return {
    command: {
      type: 'QuoteExchange',
      ...{ exchangeId, organisation, sold, asset },
      price: found.value,
      feeBasisPoints: exchangeFeeBasisPoints,
      validForSeconds: exchangeValidSeconds,
      most: exchangeMaximum,
    },
  }
}
