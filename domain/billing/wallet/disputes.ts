import { z } from 'zod'
import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { MinorUnits } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { cardOf, paidBy, withCard } from './cards.ts'
import type { Deciding } from './deciding.ts'
import { accountsOf, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** A customer's bank takes a payment back while it asks who is right. */
const OfDispute = WalletTransaction.extend({ disputeId: Id, paymentId: Id })
export const disputeDefinitions = [
  defineEvent('DisputeOpened', 1, OfDispute),
  defineEvent(
    'DisputeClosed',
    1,
    // `short`: what of it the wallet had not made up for.
    OfDispute.extend({ outcome: z.enum(['WON', 'LOST']), short: MinorUnits }),
  ),
] as const
export type DisputeEvent = EventOf<(typeof disputeDefinitions)[number]>

export type Dispute = {
  readonly status: 'OPEN' | 'WON' | 'LOST'
  readonly paymentId: string
  readonly amount: bigint
  /** Not made up for out of the wallet's credit; a debt while the dispute is open. */
  readonly short: bigint
}

export const evolveDisputes = (state: Wallet, { type, data }: DisputeEvent): Wallet => {
  const { disputeId, paymentId } = data
  const amount = BigInt(data.amount)
  const cards = (by: bigint) =>
    withCard(state.cards, paymentId, (card) => ({ disputed: card.disputed + by }))
  const dispute = (status: Dispute['status'], short: bigint) =>
    setById(state.disputes, disputeId, { status, paymentId, amount, short })
  switch (type) {
    case 'DisputeOpened':
      return {
        ...state,
        debt: state.debt + amount,
        cards: cards(amount),
        disputes: dispute('OPEN', amount),
      }
    case 'DisputeClosed': {
      // Lost, what it left open is a debt like any other.
      if (data.outcome === 'LOST') return { ...state, disputes: dispute('LOST', 0n) }
      const short = BigInt(data.short)
      return {
        ...state,
        available: state.available + amount - short,
        debt: state.debt - short,
        cards: cards(-amount),
        disputes: dispute('WON', 0n),
      }
    }
    default:
      return exhausted(type)
  }
}

/** Idempotent by the dispute's id. */
export type DisputeCommand =
  | {
      readonly type: 'OpenDispute'
      readonly disputeId: string
      readonly paymentId: string
      readonly amount: bigint
    }
  | {
      readonly type: 'CloseDispute'
      readonly disputeId: string
      readonly outcome: 'WON' | 'LOST'
    }

export const decideDisputes = (
  command: DisputeCommand,
  { state, common }: Deciding,
): Decision<DisputeEvent> => {
  const { disputeId } = command
  const known = getById(state.disputes, disputeId)
  const { spendable, disputed, receivable } = accountsOf(common)
  switch (command.type) {
    case 'OpenDispute': {
      const { paymentId, amount } = command
      if (known !== undefined)
        return known.amount === amount && known.paymentId === paymentId
          ? []
          : reject('ALREADY_EXISTS', 'This dispute exists with another amount or payment.')
      if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A dispute is about something.')
      if (amount > paidBy(cardOf(state.cards, paymentId)))
        return reject('REFUND_ABOVE_CAPTURE', 'More than a card paid is not taken back by it.')
      const postings = [...debit(disputed, amount), ...credit('psp_clearing', amount)]
      const data = { ...common, amount: amount.toString(), disputeId, paymentId, postings }
      return [{ type: 'DisputeOpened', data }]
    }
    case 'CloseDispute': {
      const { outcome } = command
      if (known === undefined) return reject('NOT_FOUND', 'There is no such dispute.')
      if (known.status === outcome) return []
      if (known.status !== 'OPEN')
        return reject('ALREADY_RESOLVED', `This dispute is ${known.status} already.`)
      const { paymentId, amount, short } = known
      const postings =
        outcome === 'WON'
          ? [
              ...debit('psp_clearing', amount),
              ...credit(disputed, short),
              ...credit(spendable, amount - short),
            ]
          : [...debit(receivable, short), ...credit(disputed, short)]
      const closed = { disputeId, paymentId, outcome, short: short.toString(), postings }
      return [{ type: 'DisputeClosed', data: { ...common, amount: amount.toString(), ...closed } }]
    }
    default:
      return exhausted(command)
  }
}
