import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { debit } from '../ledger/postings.ts'
import type { BillEvent, CreditedPart } from './bill-events.ts'
import { grossOf, type FinalBill } from './bill-state.ts'
import { firstTwice } from './lines.ts'
import { lessOwed, settledBy } from './settle.ts'

/** What of a line is taken back, before tax. */
export type NoteLine = { readonly lineId: string; readonly amount: bigint }

type Opening = {
  readonly creditNoteId: string
  readonly lines: readonly NoteLine[]
  readonly reason: string
}

const sumOver = (state: FinalBill, lineId: string, of: 'net' | 'tax'): bigint =>
  state.notes
    .flatMap(({ parts }) => parts)
    .filter((part) => part.lineId === lineId)
    .reduce((sum, part) => sum + BigInt(part[of]), 0n)

/** The tax goes back by the running total, so that all notes together take back exactly what was taxed. */
const partOf = (state: FinalBill, { lineId, amount }: NoteLine): CreditedPart | undefined => {
  const line = state.draft.lines.find((each) => each.lineId === lineId)
  const whole = BigInt(line?.amount ?? '0')
  const before = sumOver(state, lineId, 'net')
  if (line?.settlement !== 'DUE' || amount <= 0n || before + amount > whole) return undefined
  const taxed = BigInt(state.final.taxParts.find((each) => each.lineId === lineId)?.amount ?? '0')
  const tax = (taxed * (before + amount)) / whole - sumOver(state, lineId, 'tax')
  return { lineId, net: amount.toString(), tax: tax.toString() }
}

const isPart = (part: CreditedPart | undefined): part is CreditedPart => part !== undefined

export const openNote = (
  state: FinalBill,
  { creditNoteId, lines, reason }: Opening,
  { now }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.notes.some((note) => note.creditNoteId === creditNoteId)) return []
  if (state.status === 'VOID') return reject('ILLEGAL_BILL_TRANSITION', 'This bill is VOID.')
  const parts = lines.map((line) => partOf(state, line)).filter(isPart)
  const { due } = state.final.totals
  const credited = state.notes.reduce((sum, note) => sum + grossOf(note.parts), grossOf(parts))
  const isWhole = parts.length === lines.length && lines.length > 0
  if (
    !isWhole ||
    firstTwice(lines.map(({ lineId }) => lineId)) !== undefined ||
    credited > BigInt(due)
  )
    return reject(
      'CREDIT_ABOVE_BILLED',
      'A credit note names due lines, each once, and takes back at most what was billed.',
    )
  const { billId, walletId, organisation, asset } = state.final
  const data = { billId, walletId, organisation, asset, creditNoteId, parts, reason, at: now }
  return [{ type: 'CreditNoteOpened', data }]
}

export const issueNote = (
  state: FinalBill,
  { creditNoteId, number }: { readonly creditNoteId: string; readonly number: string },
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  const note = state.notes.find((each) => each.creditNoteId === creditNoteId)
  if (note === undefined) return reject('NOT_FOUND', 'There is no such credit note.')
  if (note.number !== undefined)
    return note.number === number
      ? []
      : reject('ILLEGAL_BILL_TRANSITION', `This credit note is ${note.number}, for good.`)
  const { billId, walletId, organisation, asset } = state.final
  const net = note.parts.reduce((sum, part) => sum + BigInt(part.net), 0n)
  const amount = grossOf(note.parts)
  const tax = amount - net
  const issued: BillEvent = {
    type: 'CreditNoteIssued',
    data: {
      ...{ billId, walletId, organisation, asset, at: now },
      transactionId: id('transaction'),
      ...{ creditNoteId, number, parts: [...note.parts], reason: note.reason },
      ...{ net: net.toString(), tax: tax.toString(), amount: amount.toString() },
      postings: [
        ...debit('usage_revenue', net),
        ...debit('tax_payable', tax),
        ...lessOwed(state, amount),
      ],
    },
  }
  return settledBy(state, issued, id)
}
