import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById, type IdMap } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import type { Deciding } from './deciding.ts'
import { accountsOf, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Money that comes from a card: as credit, or for what was captured of a hold that its authorisation backs. */
const OfPayment = WalletTransaction.extend({ paymentId: Id })
export const cardDefinitions = [
  defineEvent('CreditedFromPayment', 1, OfPayment),
  defineEvent('CardCaptureSettled', 1, OfPayment),
  // The card did not pay after all: the customer owes it.
  defineEvent('CardCaptureFailed', 1, OfPayment),
] as const
export type CardEvent = EventOf<(typeof cardDefinitions)[number]>

/** What one payment has brought. Each of its ways happens once. */
export type CardPayment = {
  /** Captured of holds that it backs. */
  readonly captured: bigint
  readonly credited?: bigint
  readonly settled?: bigint
  readonly failed?: bigint
  /** On its way back to the card, or there. */
  readonly withdrawn: bigint
  readonly disputed: bigint
  /** The hold that its authorisation backs: one, whatever becomes of it. */
  readonly backs?: string
}
export type CardPayments = IdMap<CardPayment>

const nothing: CardPayment = { captured: 0n, withdrawn: 0n, disputed: 0n }
export const cardOf = (cards: CardPayments, paymentId: string): CardPayment =>
  getById(cards, paymentId) ?? nothing

export const withCard = (
  cards: CardPayments,
  paymentId: string,
  change: (card: CardPayment) => Partial<CardPayment>,
): CardPayments => {
  const card = cardOf(cards, paymentId)
  return setById(cards, paymentId, { ...card, ...change(card) })
}

export const backing = (cards: CardPayments, paymentId: string, holdId: string): CardPayments =>
  withCard(cards, paymentId, () => ({ backs: holdId }))

/** An authorisation is good for one hold; before that was kept, for the one that was captured. */
export const isTaken = ({ backs, captured: taken }: CardPayment): boolean =>
  backs !== undefined || taken > 0n

export const captured = (cards: CardPayments, paymentId: string, amount: bigint): CardPayments =>
  withCard(cards, paymentId, (card) => ({ captured: card.captured + amount }))

/** What it has paid and nobody has taken back. */
export const paidBy = ({ credited = 0n, settled = 0n, withdrawn, disputed }: CardPayment): bigint =>
  credited + settled - withdrawn - disputed

export const evolveCards = (state: Wallet, { type, data }: CardEvent): Wallet => {
  const amount = BigInt(data.amount)
  const cards = (change: Partial<CardPayment>): CardPayments =>
    withCard(state.cards, data.paymentId, () => change)
  switch (type) {
    case 'CreditedFromPayment':
      return {
        ...state,
        available: state.available + amount,
        lastTopUp: amount,
        cards: cards({ credited: amount }),
      }
    case 'CardCaptureSettled':
      return { ...state, cards: cards({ settled: amount }) }
    case 'CardCaptureFailed':
      return { ...state, debt: state.debt + amount, cards: cards({ failed: amount }) }
    default:
      return exhausted(type)
  }
}

/** All idempotent by the payment's id. */
export type CardCommand = { readonly paymentId: string; readonly amount: bigint } & (
  | { readonly type: 'CreditFromPayment' }
  /** The card has paid what was captured. */
  | { readonly type: 'SettleCardCapture' }
  /** It never will: what was captured is a debt. */
  | { readonly type: 'FailCardCapture' }
)

const doneBefore = ({ credited, settled, failed }: CardPayment, { type }: CardCommand) => {
  switch (type) {
    case 'CreditFromPayment':
      return credited
    case 'SettleCardCapture':
      return settled
    case 'FailCardCapture':
      return failed
    default:
      return exhausted(type)
  }
}

export const decideCards = (
  command: CardCommand,
  { state, common }: Deciding,
): Decision<CardEvent> => {
  const { type, paymentId, amount } = command
  const card = cardOf(state.cards, paymentId)
  const before = doneBefore(card, command)
  if (before !== undefined)
    return before === amount
      ? []
      : reject('ALREADY_EXISTS', 'This was booked for the payment with another amount.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A payment is more than nothing.')
  const data = { ...common, amount: amount.toString(), paymentId }
  const { spendable, authorised, receivable, clearing } = accountsOf(common)
  if (type === 'CreditFromPayment') {
    const postings = [...debit(clearing, amount), ...credit(spendable, amount)]
    return [{ type: 'CreditedFromPayment', data: { ...data, postings } }]
  }
  const open = card.captured - (card.settled ?? 0n) - (card.failed ?? 0n)
  if (amount > open)
    return reject('CAPTURE_ABOVE_HOLD', 'More than was captured of its hold is not the card’s.')
  const from = type === 'SettleCardCapture' ? clearing : receivable
  const postings = [...debit(from, amount), ...credit(authorised, amount)]
  return type === 'SettleCardCapture'
    ? [{ type: 'CardCaptureSettled', data: { ...data, postings } }]
    : [{ type: 'CardCaptureFailed', data: { ...data, postings } }]
}
