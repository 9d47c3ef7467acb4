import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import { cardOf, paidBy, withCard } from './cards.ts'
import type { Deciding } from './deciding.ts'
import { accountsOf, insufficientFunds, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Credit that goes back to the card that it came from. */
const OfWithdrawal = WalletTransaction.extend({ refundId: Id, paymentId: Id })
export const withdrawalDefinitions = [
  defineEvent('WithdrawalStarted', 1, OfWithdrawal),
  defineEvent('WithdrawalSettled', 1, OfWithdrawal),
  // The card did not take it: it is credit again.
  defineEvent('WithdrawalReturned', 1, OfWithdrawal),
] as const
export type WithdrawalEvent = EventOf<(typeof withdrawalDefinitions)[number]>

export type Withdrawal = {
  readonly status: 'STARTED' | 'SETTLED' | 'RETURNED'
  readonly paymentId: string
  readonly amount: bigint
}

export const evolveWithdrawals = (state: Wallet, { type, data }: WithdrawalEvent): Wallet => {
  const { refundId, paymentId } = data
  const amount = BigInt(data.amount)
  const now = (status: Withdrawal['status']) =>
    setById(state.withdrawals, refundId, { status, paymentId, amount })
  const cards = (by: bigint) =>
    withCard(state.cards, paymentId, (card) => ({ withdrawn: card.withdrawn + by }))
  switch (type) {
    case 'WithdrawalStarted': {
      const available = state.available - amount
      return { ...state, available, cards: cards(amount), withdrawals: now('STARTED') }
    }
    case 'WithdrawalSettled':
      return { ...state, withdrawals: now('SETTLED') }
    case 'WithdrawalReturned': {
      const available = state.available + amount
      return { ...state, available, cards: cards(-amount), withdrawals: now('RETURNED') }
    }
    default:
      return exhausted(type)
  }
}

/** All idempotent by the refund's id. Only credit without conditions is money that can be paid out. */
export type WithdrawalCommand =
  | {
      readonly type: 'WithdrawToCard'
      readonly refundId: string
      readonly paymentId: string
      readonly amount: bigint
    }
  | { readonly type: 'SettleWithdrawal'; readonly refundId: string }
  | {
      readonly type: 'ReturnWithdrawal'
      readonly refundId: string
      /** It had been sent, and the card's bank sent it back. */
      readonly afterSettlement?: true
    }

export const decideWithdrawals = (
  command: WithdrawalCommand,
  of: Deciding,
): Decision<WithdrawalEvent> => {
  const { refundId } = command
  const known = getById(of.state.withdrawals, refundId)
  if (command.type === 'WithdrawToCard') return withdraw(command, known, of)
  if (known === undefined) return reject('NOT_FOUND', 'There is no such withdrawal.')
  const { paymentId, amount } = known
  const wish = command.type === 'SettleWithdrawal' ? 'SETTLED' : 'RETURNED'
  if (known.status === wish) return []
  const isSentBack =
    known.status === 'SETTLED' &&
    command.type === 'ReturnWithdrawal' &&
    command.afterSettlement === true
  if (known.status !== 'STARTED' && !isSentBack)
    return reject('ALREADY_RESOLVED', `This withdrawal is ${known.status} already.`)
  const { common } = of
  const { spendable, returning, clearing } = accountsOf(common)
  const data = { ...common, amount: amount.toString(), refundId, paymentId }
  const from = isSentBack ? clearing : returning
  const to = wish === 'SETTLED' ? clearing : spendable
  const postings = [...debit(from, amount), ...credit(to, amount)]
  return [
    {
      type: `Withdrawal${wish === 'SETTLED' ? 'Settled' : 'Returned'}`,
      data: { ...data, postings },
    },
  ]
}

const withdraw = (
  { refundId, paymentId, amount }: Extract<WithdrawalCommand, { type: 'WithdrawToCard' }>,
  known: Withdrawal | undefined,
  { state, common }: Deciding,
): Decision<WithdrawalEvent> => {
  if (known !== undefined)
    return known.amount === amount && known.paymentId === paymentId
      ? []
      : reject('ALREADY_EXISTS', 'This withdrawal exists with another amount or payment.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A withdrawal is more than nothing.')
  if (amount > paidBy(cardOf(state.cards, paymentId)))
    return reject('REFUND_ABOVE_CAPTURE', 'More than a card paid does not go back to it.')
  const there = unconditionalCredit(state)
  if (amount > there) return insufficientFunds(there, amount, common.asset)
  const { spendable, returning } = accountsOf(common)
  return [
    {
      type: 'WithdrawalStarted',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ refundId, paymentId },
        postings: [...debit(spendable, amount), ...credit(returning, amount)],
      },
    },
  ]
}
