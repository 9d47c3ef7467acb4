import { bill, type BillCommand } from '../../domain/billing/bills/bill.ts'
import { draftOf, due, finaliseAs, settled } from '../kit/bills.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const onBill =
  (wish: (billId: string, name: string) => BillCommand): Step =>
  (recorder, _, name) => {
    const billId = idOf('bill', name)
    recorder.record(bill, billId, { ...wish(billId, name), billId })
  }
const lines = [settled('a', 500n), due('b', 1_000n), due('c', 3n)]

/** What may happen to a bill, by its decider. */
export const billSteps = {
  draftBill: (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    const billId = idOf('bill', name)
    const whose = { billId, organisation, walletId: `${organisation}-USD` }
    recorder.record(bill, billId, { ...draftOf(lines), ...whose })
  },
  finaliseBill: onBill((_, name) => finaliseAs(`QH-2026-${name}`)),
  payBill: onBill((billId, name) => ({
    type: 'RecordBillPayment',
    ...{ billId, paymentId: idOf('payment', name), source: 'CARD', amount: 1_200n },
  })),
  remindOfBill: onBill((billId) => ({ type: 'RecordReminder', billId, step: 1, overdue: true })),
  openCreditNote: onBill((billId, name) => ({
    type: 'OpenCreditNote',
    ...{ billId, creditNoteId: idOf('note', name), reason: 'agreed' },
    lines: [{ lineId: lines[1]?.lineId ?? '', amount: 500n }],
  })),
  issueCreditNote: onBill((billId, name) => ({
    type: 'IssueCreditNote',
    ...{ billId, creditNoteId: idOf('note', name), number: `QH-CN-2026-${name}` },
  })),
  giveUpBill: onBill((billId) => ({ type: 'MarkUncollectible', billId, reason: 'bankrupt' })),
} as const satisfies Readonly<Record<string, Step>>
