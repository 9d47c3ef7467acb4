import { z } from 'zod'
import type { BillEvent } from '../../../domain/billing/bills/bill-events.ts'
import type { PaymentEvent } from '../../../domain/billing/payments/payment-state.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { SagaMessage } from '../../runtime/saga.ts'

/** How far a bill is from being paid. */
export type BillCollection = {
  readonly billId: string
  readonly organisation: string
  readonly asset: string
  readonly bySending: boolean
  /** Minor units that are to be paid. */
  readonly owed: bigint
  /** A payment is under way: no other is begun. */
  readonly paying: boolean
  /** Times that paying it was begun. */
  readonly attempt: number
  /** Since when it should have been paid: since it was due, or since paying it failed first. */
  readonly since?: string
  readonly reminders: number
  readonly isVoid: boolean
}

export const initial: BillCollection = {
  ...{ billId: '', organisation: '', asset: '' },
  ...{ bySending: false, owed: 0n, paying: false, attempt: 0, reminders: 0, isVoid: false },
}

/** The payment that one attempt makes: of each kind one. */
export const attemptId = (
  { billId, attempt }: Pick<BillCollection, 'billId' | 'attempt'>,
  by: 'wallet' | 'card',
): string => derivedId(billId, by, attempt.toString())

export const isOwed = ({ owed, isVoid }: BillCollection): boolean => owed > 0n && !isVoid

/** What came of asking wallet and card. */
export const PaidResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('PAID') }),
  z.strictObject({ outcome: z.literal('ASKED') }),
  z.strictObject({ outcome: z.literal('NOT_PAID'), code: z.string(), at: z.string() }),
])
export type PaidResult = z.output<typeof PaidResult>

/** What the routes let through. */
export type CollectionInput = BillEvent | PaymentEvent

export const evolve = (state: BillCollection, message: SagaMessage): BillCollection => {
  switch (message.type) {
    case 'input':
      // Out of the log, where it was held against the contract of its type.
      return heard(state, message.input as CollectionInput)
    case 'timer': {
      const isTried = message.name === 'dunning' && isOwed(state)
      const reminded = isTried ? { ...state, reminders: state.reminders + 1 } : state
      return isTried && !state.bySending ? begun(reminded) : reminded
    }
    case 'succeeded':
      return message.kind === 'payByCard' ? tried(state, PaidResult.parse(message.result)) : state
    case 'refused':
    case 'unknown':
      return state
    default:
      return exhausted(message)
  }
}

const begun = (state: BillCollection): BillCollection =>
  state.paying ? state : { ...state, paying: true, attempt: state.attempt + 1 }

const tried = (state: BillCollection, result: PaidResult): BillCollection =>
  result.outcome === 'NOT_PAID' ? failed(state, result.at) : state

const failed = (state: BillCollection, at: string): BillCollection => ({
  ...state,
  paying: false,
  since: state.since ?? at,
})

const less = (state: BillCollection, amount: string): BillCollection => {
  const owed = state.owed - BigInt(amount)
  return { ...state, owed, paying: owed > 0n && state.paying }
}

const heard = (state: BillCollection, { type, data }: CollectionInput): BillCollection => {
  switch (type) {
    case 'BillFinalised': {
      const { billId, organisation, asset, collection, totals, dueAt } = data
      const owed = BigInt(totals.due)
      const fresh = { ...state, billId, organisation, asset, owed }
      if (collection === 'SEND') return { ...fresh, bySending: true, since: dueAt }
      return owed > 0n ? begun(fresh) : fresh
    }
    case 'BillPaymentRecorded': {
      const { paymentId, amount } = data
      const isOver =
        paymentId === attemptId(state, 'wallet') || paymentId === attemptId(state, 'card')
      // More may be owed by now than was when this payment was begun: then the next may begin.
      return less(isOver ? { ...state, paying: false } : state, amount)
    }
    case 'CreditNoteIssued':
      return less(state, data.amount)
    case 'BillOverpaid':
      return { ...state, owed: state.owed + BigInt(data.amount) }
    case 'BillPaymentReversed':
      return { ...state, owed: state.owed + BigInt(data.amount), since: data.at }
    case 'BillPaid': {
      const { since: _, ...paid } = state
      return { ...paid, paying: false }
    }
    case 'BillVoided':
      return { ...state, isVoid: true }
    case 'BillCollectionRequested':
      return isOwed(state) ? begun(state) : state
    case 'PaymentCancelled':
      return failed(state, data.at)
    default:
      return state
  }
}
