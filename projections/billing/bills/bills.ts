import { definitions, type BillEvent } from '../../../domain/billing/bills/bill-events.ts'
import { totalOf } from '../../../domain/billing/bills/lines.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { BillRow } from './tables.ts'

/** Bills with their lines, and how far each is paid. */
export const bills = projectionOf({
  name: 'bills',
  definitions,
  touches: ({ type, data }) => [
    { table: 'bills', key: { bill_id: data.billId }, isNew: type === 'BillDrafted' },
  ],
  apply: (event, rows): readonly RowWrite[] => {
    if (event.type === 'BillDrafted') return drafted(event)
    const before = existing(rows.get('bills', { bill_id: event.data.billId }), event)
    const { revision, position } = event
    return [
      {
        do: 'put',
        table: 'bills',
        row: { ...before, ...changed(before, event), revision, position },
      },
    ]
  },
})

type Drafted = Extract<Projected<BillEvent>, { readonly type: 'BillDrafted' }>

const drafted = ({ data, revision, position }: Drafted): readonly RowWrite[] => {
  const { billId: bill_id, organisation, walletId: wallet_id, asset, period, lines } = data
  const net = totalOf(lines, 'DUE').toString()
  const row: BillRow = {
    ...{ bill_id, organisation, wallet_id, asset, status: 'DRAFT' },
    period_start: new Date(period.start),
    period_end: new Date(period.end),
    settled: totalOf(lines, 'SETTLED').toString(),
    ...{ number: null, issued_at: null, due_at: null, tax_label: null, tax_basis_points: null },
    ...{ net, tax: '0', due: net, owed: '0', overdue: false, reminders: 0, paid_at: null },
    credit_notes: [],
    created_position: position,
    ...{ revision, position },
  }
  return [
    { do: 'put', table: 'bills', row },
    ...lines.map(
      (line, index): RowWrite => ({
        do: 'add',
        table: 'bill_lines',
        row: {
          bill_id,
          line: index,
          line_id: line.lineId,
          ...{ kind: line.kind, settlement: line.settlement, description: line.description },
          ...{ subject_kind: line.subject.kind, subject_id: line.subject.id },
          ...{ quantity: line.quantity?.value ?? null, unit: line.quantity?.unit ?? null },
          ...{ amount: line.amount, asset },
          service_start: dateOf(line.service?.start),
          service_end: dateOf(line.service?.end),
          position,
        },
      }),
    ),
  ]
}

const dateOf = (at: string | undefined): Date | null => (at === undefined ? null : new Date(at))

const less = ({ owed }: BillRow, amount: string): Pick<BillRow, 'owed'> => ({
  owed: (BigInt(owed) - BigInt(amount)).toString(),
})
const more = ({ owed }: BillRow, amount: string): Pick<BillRow, 'owed'> => ({
  owed: (BigInt(owed) + BigInt(amount)).toString(),
})

const changed = (
  row: BillRow,
  { type, data }: Exclude<BillEvent, { readonly type: 'BillDrafted' }>,
): Partial<BillRow> => {
  switch (type) {
    case 'BillFinalised': {
      const { number, at, dueAt, taxRate, totals } = data
      return {
        ...{ status: 'OPEN', number, issued_at: new Date(at), due_at: new Date(dueAt) },
        ...{ tax_label: taxRate.label, tax_basis_points: taxRate.basisPoints },
        ...{ tax: totals.tax, due: totals.due, owed: totals.due },
      }
    }
    case 'BillPaymentRecorded':
      return less(row, data.amount)
    case 'BillPaymentReversed':
      return {
        ...more(row, data.amount),
        ...(row.status === 'PAID' ? { status: 'OPEN', paid_at: null } : {}),
      }
    case 'BillPaid':
      return { status: 'PAID', paid_at: new Date(data.at), overdue: false }
    case 'BillOverpaid':
      return more(row, data.amount)
    case 'BillReminded':
      return { reminders: data.step, overdue: data.overdue }
    case 'BillVoided':
      return { status: 'VOID', owed: '0', overdue: false }
    case 'BillMarkedUncollectible':
      return { status: 'UNCOLLECTIBLE' }
    case 'CreditNoteIssued': {
      const { creditNoteId, number, amount, tax, reason, at } = data
      const note = { creditNoteId, number, amount, tax, reason, at }
      return { ...less(row, amount), credit_notes: [...row.credit_notes, note] }
    }
    case 'BillExcessRefunded':
    case 'BillExcessCredited':
    case 'BillCollectionRequested':
    case 'CreditNoteOpened':
      return {}
    default:
      return exhausted(type)
  }
}
