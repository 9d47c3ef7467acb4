import t from 'tap'
import { bill, type BillCommand } from '../../../domain/billing/bills/bill.ts'
import { draftOf, due, finaliseAs, settled } from '../../../test/kit/bills.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { bills } from './bills.ts'

const billId = idNamed('bill')
const stream = `bill-${billId}`
const { after } = decider(bill)
const { given } = projection(bills)
const draft = draftOf([settled('a', 500n), due('b', 1_000n), due('c', 3n)])
const open = [draft, finaliseAs('QH-2026-000001')] as const
const pay = (name: string, amount: bigint): BillCommand => ({
  type: 'RecordBillPayment',
  ...{ billId, paymentId: idNamed(name), source: 'CARD', amount },
})
/** The rows after what these commands decided to. */
const rowsAfter = (...commands: readonly BillCommand[]) =>
  given().when(on(stream, ...after(...commands).events))

t.test('a draft with its lines, then a bill with its number', async () => {
  rowsAfter(draft).then({
    bills: [{ status: 'DRAFT', number: null, settled: '500', net: '1003', owed: '0' }],
    bill_lines: [
      { line: 0, settlement: 'SETTLED', amount: '500' },
      { line: 1, settlement: 'DUE', amount: '1000', subject_kind: 'METER' },
      { line: 2, amount: '3' },
    ],
  })
  rowsAfter(...open).then({
    bills: [
      {
        ...{ status: 'OPEN', number: 'QH-2026-000001', tax: '191', due: '1194', owed: '1194' },
        ...{ tax_label: 'VAT', tax_basis_points: 1_900, overdue: false },
      },
    ],
  })
})

t.test('paid, charged back, reminded of, given up', async () => {
  rowsAfter(...open, pay('p1', 194n)).then({ bills: [{ status: 'OPEN', owed: '1000' }] })
  rowsAfter(...open, pay('p1', 1_194n)).then({
    bills: [{ status: 'PAID', owed: '0', paid_at: new Date('2026-01-01T12:00:00.000Z') }],
  })
  // What was too much is on its way back: nothing is owed.
  rowsAfter(...open, pay('p1', 1_194n), pay('p2', 6n)).then({ bills: [{ owed: '0' }] })
  const reversal = { reversalId: idNamed('r'), paymentId: idNamed('p1'), amount: 1_194n } as const
  rowsAfter(...open, pay('p1', 1_194n), {
    type: 'ReverseBillPayment',
    ...{ billId, ...reversal, why: 'DISPUTE' },
  }).then({ bills: [{ status: 'OPEN', owed: '1194', paid_at: null }] })
  rowsAfter(
    ...open,
    { type: 'RecordReminder', billId, step: 2, overdue: true },
    { type: 'MarkUncollectible', billId, reason: 'bankrupt' },
  ).then({ bills: [{ status: 'UNCOLLECTIBLE', overdue: true, reminders: 2, owed: '1194' }] })
  rowsAfter(...open, { type: 'VoidBill', billId, reason: 'a mistake' }).then({
    bills: [{ status: 'VOID', owed: '0' }],
  })
})

t.test('a credit note counts from when it has its number', async () => {
  const creditNoteId = idNamed('note')
  const lines = [{ lineId: idNamed('line b'), amount: 500n }]
  const opening = { type: 'OpenCreditNote', billId, creditNoteId, lines, reason: 'agreed' } as const
  rowsAfter(...open, opening).then({ bills: [{ owed: '1194', credit_notes: [] }] })
  rowsAfter(...open, opening, {
    type: 'IssueCreditNote',
    ...{ billId, creditNoteId, number: 'QH-CN-2026-000001' },
  }).then({ bills: [{ owed: '599' }] })
})
