import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { MinorUnits } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import type { Deciding } from './deciding.ts'
import { accountsOf, insufficientFunds, walletInDebt, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** One asset for another: each wallet books its own side against the hub's position, so every asset adds up by itself. */
const OfExchange = WalletTransaction.extend({ exchangeId: Id })
export const exchangeDefinitions = [
  // `fee`: the part of `amount` that the hub keeps for it.
  defineEvent('ExchangeSold', 1, OfExchange.extend({ fee: MinorUnits })),
  // The other side could not be booked.
  defineEvent('ExchangeReturned', 1, OfExchange.extend({ fee: MinorUnits })),
  defineEvent('ExchangeBought', 1, OfExchange),
] as const
export type ExchangeEvent = EventOf<(typeof exchangeDefinitions)[number]>

export type Exchange = {
  readonly status: 'SOLD' | 'RETURNED' | 'BOUGHT'
  readonly amount: bigint
  readonly fee: bigint
}

export const evolveExchanges = (state: Wallet, event: ExchangeEvent): Wallet => {
  const { exchangeId } = event.data
  const amount = BigInt(event.data.amount)
  const now = (status: Exchange['status'], fee: string) =>
    setById(state.exchanges, exchangeId, { status, amount, fee: BigInt(fee) })
  const { available } = state
  switch (event.type) {
    case 'ExchangeSold':
      return { ...state, available: available - amount, exchanges: now('SOLD', event.data.fee) }
    case 'ExchangeReturned':
      return { ...state, available: available + amount, exchanges: now('RETURNED', event.data.fee) }
    case 'ExchangeBought':
      return {
        ...state,
        available: available + amount,
        lastTopUp: amount,
        exchanges: now('BOUGHT', '0'),
      }
    default:
      return exhausted(event)
  }
}

/** All idempotent by the exchange's id. Only credit without conditions is sold. */
export type ExchangeCommand = { readonly exchangeId: string } & (
  | { readonly type: 'SellForExchange'; readonly amount: bigint; readonly fee: bigint }
  | { readonly type: 'BuyByExchange'; readonly amount: bigint }
  | { readonly type: 'ReturnExchange' }
)

export const decideExchanges = (
  command: ExchangeCommand,
  { state, common }: Deciding,
): Decision<ExchangeEvent> => {
  const { exchangeId } = command
  const known = getById(state.exchanges, exchangeId)
  const { spendable } = accountsOf(common)
  switch (command.type) {
    case 'SellForExchange': {
      const { amount, fee } = command
      if (known !== undefined)
        return known.status !== 'BOUGHT' && known.amount === amount && known.fee === fee
          ? []
          : reject('ALREADY_EXISTS', 'This exchange was booked with another amount.')
      if (amount <= 0n || fee < 0n || fee > amount)
        return reject('AMOUNT_OUT_OF_RANGE', 'What is sold is more than nothing, and its fee.')
      if (state.debt > 0n) return walletInDebt(state.debt, common.asset)
      const there = unconditionalCredit(state)
      if (amount > there) return insufficientFunds(there, amount, common.asset)
      const postings = [
        ...debit(spendable, amount),
        ...credit('exchange_position', amount - fee),
        ...credit('exchange_fees', fee),
      ]
      const of = { amount: amount.toString(), exchangeId, fee: fee.toString(), postings }
      return [{ type: 'ExchangeSold', data: { ...common, ...of } }]
    }
    case 'ReturnExchange': {
      if (known === undefined || known.status === 'BOUGHT')
        return reject('NOT_FOUND', 'Nothing of this wallet was sold by that exchange.')
      if (known.status === 'RETURNED') return []
      const { amount, fee } = known
      const postings = [
        ...debit('exchange_position', amount - fee),
        ...debit('exchange_fees', fee),
        ...credit(spendable, amount),
      ]
      const of = { amount: amount.toString(), exchangeId, fee: fee.toString(), postings }
      return [{ type: 'ExchangeReturned', data: { ...common, ...of } }]
    }
    case 'BuyByExchange': {
      const { amount } = command
      if (known !== undefined)
        return known.status === 'BOUGHT' && known.amount === amount
          ? []
          : reject('ALREADY_EXISTS', 'This exchange was booked with another amount.')
      if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'What is bought is more than nothing.')
      const postings = [...debit('exchange_position', amount), ...credit(spendable, amount)]
      const data = { ...common, amount: amount.toString(), exchangeId, postings }
      return [{ type: 'ExchangeBought', data }]
    }
    default:
      return exhausted(command)
  }
}
