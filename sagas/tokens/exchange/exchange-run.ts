import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { amountOf } from '../../../domain/shared/money.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import {
  category,
  exchange,
  type ExchangeEvent,
  type ExchangeTerms,
} from '../../../domain/tokens/exchange/exchange.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type ExchangeEffect =
  | { readonly kind: 'sell'; readonly terms: ExchangeTerms }
  | { readonly kind: 'buy'; readonly terms: ExchangeTerms }
  | { readonly kind: 'giveBack'; readonly terms: ExchangeTerms }
  | { readonly kind: 'complete'; readonly exchangeId: string }
  | { readonly kind: 'fail'; readonly exchangeId: string; readonly code: string }

type State = {
  readonly terms?: ExchangeTerms
  /** Why the other side could not be booked. */
  readonly code?: string
}

const request = (effect: ExchangeEffect): readonly SagaAction<ExchangeEffect>[] => [
  { do: 'request', effect },
]

type Accepted = Extract<ExchangeEvent, { type: 'ExchangeAccepted' }>['data']

const termsOf = ({ exchangeId, organisation, sold, fee, bought }: Accepted): ExchangeTerms => ({
  ...{ exchangeId, organisation, sold, fee, bought },
})

/** Books an accepted exchange in the one wallet, then in the other. What can't be bought is given back. */
export const exchangeRun: Saga<State, ExchangeEffect> = {
  name: 'exchangeRun',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: { ExchangeAccepted: { starts: 'exchangeId' } },
  mayRest: false,
  initial: {},
  evolve: (state, message) => {
    if (message.type === 'input')
      // Out of the log, where it was held against the contract of its type.
      return { terms: termsOf(message.input.data as Accepted) }
    return message.type === 'refused' ? { ...state, code: message.code } : state
  },
  decide: (message, { terms, code = 'UNKNOWN' }) => {
    if (message.type === 'input')
      return request({ kind: 'sell', terms: termsOf(message.input.data as Accepted) })
    if (terms === undefined || message.type === 'timer') return []
    const { exchangeId } = terms
    switch (message.type) {
      case 'succeeded':
        switch (message.kind) {
          case 'sell':
            return request({ kind: 'buy', terms })
          case 'buy':
            return request({ kind: 'complete', exchangeId })
          case 'giveBack':
            return request({ kind: 'fail', exchangeId, code })
          case 'complete':
            return [{ do: 'end', outcome: 'COMPLETED' }]
          default:
            return [{ do: 'end', outcome: 'FAILED' }]
        }
      case 'refused':
        switch (message.kind) {
          case 'sell':
            return request({ kind: 'fail', exchangeId, code: message.code })
          case 'buy':
            return request({ kind: 'giveBack', terms })
          default:
            return [{ do: 'end', outcome: `HALTED ${message.kind} ${message.code}` }]
        }
      case 'unknown':
        return [{ do: 'end', outcome: `HALTED ${message.kind} UNKNOWN` }]
      default:
        return exhausted(message)
    }
  },
}

export const performExchangeEffects: Performers<ExchangeEffect> = {
  sell: ({ terms: { exchangeId, organisation, sold, fee } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, sold.asset), {
      type: 'SellForExchange',
      ...{ exchangeId, organisation, asset: sold.asset },
      ...{ amount: amountOf(sold), fee: amountOf(fee) },
    }),
  buy: ({ terms: { exchangeId, organisation, bought } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, bought.asset), {
      type: 'BuyByExchange',
      ...{ exchangeId, organisation, asset: bought.asset, amount: amountOf(bought) },
    }),
  giveBack: ({ terms: { exchangeId, organisation, sold } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, sold.asset), {
      type: 'ReturnExchange',
      ...{ exchangeId, organisation, asset: sold.asset },
    }),
  complete: ({ exchangeId }, tools) =>
    changeAs(tools, exchange, exchangeId, { type: 'CompleteExchange', exchangeId }),
  fail: ({ exchangeId, code }, tools) =>
    changeAs(tools, exchange, exchangeId, { type: 'FailExchange', exchangeId, code }),
}
