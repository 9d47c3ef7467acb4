import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { isRejection, reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { spendableOn } from './burn-order.ts'
import { Burns, givenBack } from './burns.ts'
import { creditFor, refundedTo, type Deciding } from './deciding.ts'
import { cameBack, spent } from './moves.ts'
import {
  accountsOf,
  insufficientFunds,
  Reason,
  walletInDebt,
  WalletTransaction,
} from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** What the wallet pays of a bill, in one or several tries, and what credit notes give back of that. */
const OfBill = WalletTransaction.extend({ billId: Id })
export const billDefinitions = [
  defineEvent('WalletBillPaid', 1, OfBill.extend({ tryId: Id, burns: Burns })),
  defineEvent(
    'WalletBillRefunded',
    1,
    OfBill.extend({ refundId: Id, reason: Reason, returned: Burns }),
  ),
  // What a credit note gives back that the wallet had not paid itself.
  defineEvent('CreditedFromBill', 1, OfBill.extend({ creditNoteId: Id })),
] as const
export type WalletBillEvent = EventOf<(typeof billDefinitions)[number]>

export type PaidBill = {
  /** What was asked for at each try, by its id. */
  readonly tries: readonly string[]
  readonly paid: bigint
  readonly refunded: bigint
  readonly refundIds: readonly string[]
  readonly noteIds: readonly string[]
  readonly burns: Burns
}
const unpaid: PaidBill = {
  tries: [],
  paid: 0n,
  refunded: 0n,
  refundIds: [],
  noteIds: [],
  burns: [],
}

export const evolveBills = (before: Wallet, { type, data }: WalletBillEvent): Wallet => {
  const { billId } = data
  const amount = BigInt(data.amount)
  const bill = getById(before.bills, billId) ?? unpaid
  switch (type) {
    case 'WalletBillPaid': {
      const { tryId, burns } = data
      const tries = [...bill.tries, tryId]
      const paid = { paid: bill.paid + amount, burns: [...bill.burns, ...burns] }
      const bills = setById(before.bills, billId, { ...bill, tries, ...paid })
      return { ...spent(before, burns), bills }
    }
    case 'WalletBillRefunded': {
      const refundIds = [...bill.refundIds, data.refundId]
      const { kept: burns } = givenBack(bill.burns, amount)
      const refunded = bill.refunded + amount
      const bills = setById(before.bills, billId, { ...bill, refundIds, burns, refunded })
      return { ...cameBack(before, data.returned), bills }
    }
    case 'CreditedFromBill': {
      const noteIds = [...bill.noteIds, data.creditNoteId]
      const bills = setById(before.bills, billId, { ...bill, noteIds })
      return { ...before, available: before.available + amount, bills }
    }
    default:
      return exhausted(type)
  }
}

export type WalletBillCommand =
  /** Once for each `tryId`; without one, once for the bill. `upTo`: less, when there is less, but not nothing. */
  | {
      readonly type: 'PayBill'
      readonly billId: string
      readonly tryId?: string
      readonly amount: bigint
      readonly upTo?: boolean
    }
  | {
      readonly type: 'RefundBill'
      readonly billId: string
      readonly refundId: string
      readonly amount: bigint
      readonly reason: string
    }
  /** Once for each credit note. What the bill is worth its own stream knows. */
  | {
      readonly type: 'CreditFromBill'
      readonly billId: string
      readonly creditNoteId: string
      readonly amount: bigint
    }

export const decideBills = (
  command: WalletBillCommand,
  of: Deciding,
): Decision<WalletBillEvent> => {
  const bill = getById(of.state.bills, command.billId) ?? unpaid
  if (command.amount <= 0n)
    return reject('AMOUNT_OUT_OF_RANGE', 'What is paid of a bill is more than nothing.')
  switch (command.type) {
    case 'PayBill':
      return pay(command, bill, of)
    case 'RefundBill':
      return refund(command, bill, of)
    case 'CreditFromBill':
      return creditFrom(command, bill, of)
    default:
      return exhausted(command)
  }
}

type PayBill = Extract<WalletBillCommand, { type: 'PayBill' }>

const pay = (
  { billId, tryId = billId, amount: due, upTo = false }: PayBill,
  bill: PaidBill,
  of: Deciding,
): Decision<WalletBillEvent> => {
  const { state, common } = of
  if (bill.tries.includes(tryId)) return []
  if (state.debt > 0n) return walletInDebt(state.debt, common.asset)
  const use = { purpose: 'BILL' } as const
  const there = spendableOn(state, use, common.at)
  if (there === 0n) return insufficientFunds(there, due, common.asset)
  const amount = upTo && there < due ? there : due
  const paid = creditFor(of, amount, use)
  if (isRejection(paid)) return paid
  const { spendable, receivable } = accountsOf(common)
  const postings = [...debit(spendable, amount), ...credit(receivable, amount)]
  const data = { billId, tryId, burns: [...paid.burns], postings }
  return [{ type: 'WalletBillPaid', data: { ...common, amount: amount.toString(), ...data } }]
}

type RefundBill = Extract<WalletBillCommand, { type: 'RefundBill' }>

const refund = (
  { billId, refundId, amount, reason }: RefundBill,
  bill: PaidBill,
  of: Deciding,
): Decision<WalletBillEvent> => {
  if (bill.refundIds.includes(refundId)) return []
  if (bill.refunded + amount > bill.paid)
    return reject('REFUND_ABOVE_CAPTURE', 'Refunds never exceed what the wallet paid of the bill.')
  const { common } = of
  const { spendable, receivable } = accountsOf(common)
  const returned = [...refundedTo(of, givenBack(bill.burns, amount).returned)]
  const postings = [...debit(receivable, amount), ...credit(spendable, amount)]
  const data = { billId, refundId, reason, returned, postings }
  return [{ type: 'WalletBillRefunded', data: { ...common, amount: amount.toString(), ...data } }]
}

type CreditFromBill = Extract<WalletBillCommand, { type: 'CreditFromBill' }>

const creditFrom = (
  { billId, creditNoteId, amount }: CreditFromBill,
  bill: PaidBill,
  { common }: Deciding,
): Decision<WalletBillEvent> => {
  if (bill.noteIds.includes(creditNoteId)) return []
  const { spendable, receivable } = accountsOf(common)
  const postings = [...debit(receivable, amount), ...credit(spendable, amount)]
  const data = { billId, creditNoteId, postings }
  return [{ type: 'CreditedFromBill', data: { ...common, amount: amount.toString(), ...data } }]
}
