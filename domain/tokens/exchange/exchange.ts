import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { amountOf, Money, money } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { convert, decimalPrice, feeOf } from './price.ts'

/** One asset for another at a price that holds for a while. What moves is booked by the two wallets. */
export const category = 'exchange'

// Events: the stored contract.
const Fact = z.strictObject({ exchangeId: Id, organisation: Id, at: Instant })
const Terms = Fact.extend({
  /** What the customer gives, the fee in it. */
  sold: Money,
  fee: Money,
  bought: Money,
})
export const definitions = [
  defineEvent(
    'ExchangeQuoted',
    1,
    Terms.extend({
      /** Of one QVT, in whole units of the other asset. */
      price: z.string().regex(decimalPrice),
      pricedAt: Instant,
      feeBasisPoints: z.int().min(0).max(10_000),
      expiresAt: Instant,
    }),
  ),
  defineEvent('ExchangeAccepted', 1, Terms),
  defineEvent('ExchangeCompleted', 1, Terms),
  /** Nothing moved, or all of it back. */
  defineEvent('ExchangeFailed', 1, Terms.extend({ code: z.string().max(100) })),
] as const
export type ExchangeEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExchangeStatus = 'QUOTED' | 'ACCEPTED' | 'COMPLETED' | 'FAILED'
export type ExchangeTerms = Omit<z.output<typeof Terms>, 'at'>
export type Exchange =
  | { readonly kind: 'absent' }
  | ({
      readonly kind: 'exchange'
      readonly status: ExchangeStatus
      readonly expiresAt: string
      readonly price: string
    } & ExchangeTerms)

export const initial: Exchange = { kind: 'absent' }

export const evolve = (state: Exchange, event: ExchangeEvent): Exchange => {
  switch (event.type) {
    case 'ExchangeQuoted': {
      const { exchangeId, organisation, sold, fee, bought, expiresAt, price } = event.data
      const terms = { exchangeId, organisation, sold, fee, bought }
      return { kind: 'exchange', status: 'QUOTED', expiresAt, price, ...terms }
    }
    case 'ExchangeAccepted':
      return state.kind === 'absent' ? state : { ...state, status: 'ACCEPTED' }
    case 'ExchangeCompleted':
      return state.kind === 'absent' ? state : { ...state, status: 'COMPLETED' }
    case 'ExchangeFailed':
      return state.kind === 'absent' ? state : { ...state, status: 'FAILED' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type ExchangeCommand = { readonly exchangeId: string } & (
  | {
      readonly type: 'QuoteExchange'
      readonly organisation: string
      readonly sold: Money
      /** The asset that is bought. */
      readonly asset: string
      readonly price: { readonly asset: string; readonly price: string; readonly at: string }
      readonly feeBasisPoints: number
      readonly validForSeconds: number
      /** Of what the sold is worth in the asset that the price is in. */
      readonly most: bigint
    }
  | { readonly type: 'AcceptExchange' }
  | { readonly type: 'CompleteExchange' }
  | { readonly type: 'FailExchange'; readonly code: string }
)

export const decide = (
  command: ExchangeCommand,
  state: Exchange,
  { now: at }: DecisionMeta,
): Decision<ExchangeEvent> => {
  const { exchangeId } = command
  if (command.type === 'QuoteExchange') {
    if (state.kind === 'exchange') return reject('ALREADY_EXISTS', 'There is such an exchange.')
    const { organisation, sold, asset, price, feeBasisPoints, validForSeconds, most } = command
    const worth =
      sold.asset === price.asset
        ? amountOf(sold)
        : convert(amountOf(sold), sold.asset, asset, price)
    if (worth > most)
      return reject(
        'AMOUNT_OUT_OF_RANGE',
        `One exchange is worth at most ${most.toString()} minor units of ${price.asset}.`,
      )
    const fee = feeOf(sold, feeBasisPoints)
    const bought = convert(amountOf(sold) - fee, sold.asset, asset, price)
    if (bought <= 0n)
      return reject('AMOUNT_OUT_OF_RANGE', 'It is worth less than the smallest unit.')
    const expiresAt = instantOf(msOf(at) + validForSeconds * 1_000)
    const terms = { sold, fee: money(fee, sold.asset), bought: money(bought, asset) }
    const by = { price: price.price, pricedAt: price.at, feeBasisPoints, expiresAt }
    return [{ type: 'ExchangeQuoted', data: { exchangeId, organisation, ...terms, ...by, at } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such exchange.')
  const { organisation, sold, fee, bought, status, expiresAt } = state
  const data = { exchangeId, organisation, sold, fee, bought, at }
  switch (command.type) {
    case 'AcceptExchange':
      if (status !== 'QUOTED') return []
      return msOf(at) >= msOf(expiresAt)
        ? reject('QUOTE_EXPIRED', `This quote held until ${expiresAt}.`)
        : [{ type: 'ExchangeAccepted', data }]
    case 'CompleteExchange':
      return status === 'ACCEPTED' ? [{ type: 'ExchangeCompleted', data }] : []
    case 'FailExchange':
      return status === 'ACCEPTED'
        ? [{ type: 'ExchangeFailed', data: { ...data, code: command.code.slice(0, 100) } }]
        : []
    default:
      return exhausted(command)
  }
}

export const exchange: Aggregate<Exchange, ExchangeCommand, ExchangeEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
