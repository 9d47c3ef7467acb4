import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { definitions, type BillEvent, type PaymentSource } from './bill-events.ts'
import { evolve, initial, type Bill, type Draft } from './bill-state.ts'
import { issueNote, openNote, type NoteLine } from './credit-note.ts'
import { finalise, type Finalising } from './finalise.ts'
import { firstTwice, recurringKeysOf, totalOf } from './lines.ts'
import type { BillingCard } from './profile.ts'
import {
  markUncollectible,
  recordPayment,
  returnRefund,
  reversePayment,
  voidBill,
} from './settle.ts'

/** What one organisation used in a period, in one asset: what it paid for at once, and what it has to pay now. */
export const category = 'bill'

// Commands.
export type BillCommand = { readonly billId: string } & (
  | ({ readonly type: 'DraftBill' } & Omit<Draft, 'at'>)
  | ({ readonly type: 'FinaliseBill' } & Finalising)
  | {
      readonly type: 'RecordBillPayment'
      readonly paymentId: string
      readonly source: PaymentSource
      readonly amount: bigint
    }
  | {
      readonly type: 'ReverseBillPayment'
      readonly reversalId: string
      readonly paymentId: string
      readonly amount: bigint
      readonly why: 'REFUND' | 'DISPUTE'
    }
  | {
      readonly type: 'ReturnRefund'
      readonly refundId: string
      readonly paymentId: string
      readonly amount: bigint
    }
  | { readonly type: 'RequestCollection'; readonly card?: BillingCard }
  | { readonly type: 'RecordReminder'; readonly step: number; readonly overdue: boolean }
  | { readonly type: 'VoidBill'; readonly reason: string }
  | { readonly type: 'MarkUncollectible'; readonly reason: string }
  | {
      readonly type: 'OpenCreditNote'
      readonly creditNoteId: string
      readonly lines: readonly NoteLine[]
      readonly reason: string
    }
  | { readonly type: 'IssueCreditNote'; readonly creditNoteId: string; readonly number: string }
)

export const decide = (
  command: BillCommand,
  state: Bill,
  meta: DecisionMeta,
): Decision<BillEvent> => {
  if (command.type === 'DraftBill')
    // The first draft of a period stands, whoever made it.
    return state.kind === 'absent' ? draft(command, meta) : []
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such bill.')
  if (command.type === 'FinaliseBill') return finalise(state, command, meta)
  if (state.kind === 'draft')
    return reject('ILLEGAL_BILL_TRANSITION', 'This bill is not finalised yet.')
  const { walletId, organisation, asset } = state.final
  const fact = { billId: command.billId, walletId, organisation, asset, at: meta.now }
  switch (command.type) {
    case 'RecordBillPayment':
      return recordPayment(state, command, meta)
    case 'ReverseBillPayment':
      return reversePayment(state, command, meta)
    case 'ReturnRefund':
      return returnRefund(state, command, meta)
    case 'RequestCollection': {
      if (state.status === 'PAID') return []
      if (state.status === 'VOID') return reject('ILLEGAL_BILL_TRANSITION', 'This bill is VOID.')
      const { card } = command
      const data = { ...fact, ...(card === undefined ? {} : { card }) }
      return [{ type: 'BillCollectionRequested', data }]
    }
    case 'RecordReminder': {
      const { step, overdue } = command
      if (state.status !== 'OPEN' || step <= state.reminders) return []
      return [{ type: 'BillReminded', data: { ...fact, step, overdue } }]
    }
    case 'VoidBill':
      return voidBill(state, command.reason, meta)
    case 'MarkUncollectible':
      return markUncollectible(state, command.reason, meta)
    case 'OpenCreditNote':
      return openNote(state, command, meta)
    case 'IssueCreditNote':
      return issueNote(state, command, meta)
    default:
      return exhausted(command)
  }
}

type DraftBill = Extract<BillCommand, { readonly type: 'DraftBill' }>

const draft = ({ type: _, ...content }: DraftBill, { now }: DecisionMeta): Decision<BillEvent> => {
  const { lines } = content
  const twice = firstTwice(recurringKeysOf(lines)) ?? firstTwice(lines.map(({ lineId }) => lineId))
  if (twice !== undefined) return reject('ALREADY_BILLED', `This stands twice on a bill: ${twice}.`)
  if (totalOf(lines, 'DUE') < 0n)
    return reject('AMOUNT_OUT_OF_RANGE', 'A bill never asks for less than nothing.')
  return [{ type: 'BillDrafted', data: { ...content, at: now } }]
}

export const bill: Aggregate<Bill, BillCommand, BillEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
