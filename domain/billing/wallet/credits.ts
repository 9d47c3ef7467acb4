import { defineEvent, type EventOf } from '../../shared/event.ts'
import type { Decision } from '../../shared/decider.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { isOddlyScaled } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import type { Deciding } from './deciding.ts'
import {
  accountsOf,
  insufficientFunds,
  oddlyScaled,
  Reason,
  Transaction,
  WalletTransaction,
} from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** What an operator credits is without conditions, and can be taken back by its transaction, once. */
export const creditDefinitions = [
  defineEvent('WalletCredited', 1, Transaction.extend({ reason: Reason })),
  defineEvent(
    'CreditReversed',
    1,
    WalletTransaction.extend({ reversedTransactionId: Id, reason: Reason }),
  ),
] as const
export type CreditEvent = EventOf<(typeof creditDefinitions)[number]>

export type OperatorCredit = { readonly amount: bigint; readonly reversed: boolean }

export const evolveCredits = (state: Wallet, { type, data }: CreditEvent): Wallet => {
  const amount = BigInt(data.amount)
  switch (type) {
    case 'WalletCredited': {
      const credits = setById(state.credits, data.transactionId, { amount, reversed: false })
      return { ...state, available: state.available + amount, lastTopUp: amount, credits }
    }
    case 'CreditReversed': {
      const credits = setById(state.credits, data.reversedTransactionId, { amount, reversed: true })
      return { ...state, available: state.available - amount, credits }
    }
    default:
      return exhausted(type)
  }
}

export type CreditCommand =
  | { readonly type: 'CreditWallet'; readonly amount: bigint; readonly reason: string }
  | { readonly type: 'ReverseCredit'; readonly transactionId: string; readonly reason: string }

export const decideCredits = (
  command: CreditCommand,
  { state, common }: Deciding,
): Decision<CreditEvent> => {
  const { spendable } = accountsOf(common)
  const { reason } = command
  switch (command.type) {
    case 'CreditWallet': {
      const { amount } = command
      if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A credit is more than nothing.')
      if (state.asset === undefined && isOddlyScaled(common.asset)) return oddlyScaled(common.asset)
      const postings = [...debit('operator_grant', amount), ...credit(spendable, amount)]
      return [
        {
          type: 'WalletCredited',
          data: { ...common, amount: amount.toString(), reason, postings },
        },
      ]
    }
    case 'ReverseCredit': {
      const { transactionId: reversedTransactionId } = command
      const known = getById(state.credits, reversedTransactionId)
      if (known === undefined)
        return reject('NOT_FOUND', 'No operator’s credit has this transaction id.')
      if (known.reversed) return reject('ALREADY_REVERSED', 'This credit was reversed before.')
      const { amount } = known
      const there = unconditionalCredit(state)
      if (amount > there) return insufficientFunds(there, amount, common.asset)
      const postings = [...debit(spendable, amount), ...credit('operator_grant', amount)]
      const reversed = { amount: amount.toString(), reversedTransactionId, reason, postings }
      return [{ type: 'CreditReversed', data: { ...common, ...reversed } }]
    }
    default:
      return exhausted(command)
  }
}
