import type { BillRow, PrintedNote } from '../../../projections/billing/bills/tables.ts'
import { pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { BillLineConnection } from '../../schema/connections.ts'
import { Money } from '../../schema/money.ts'
import { Bill, BillLine } from '../../schema/refs.ts'
import { BillStatus } from './enums.ts'
import { lineOrder } from './reads.ts'

type Note = PrintedNote & { readonly asset: string }

const CreditNote = builder.objectRef<Note>('CreditNote').implement({
  description: 'What was taken back of a bill.',
  fields: (t) => ({
    creditNoteId: t.exposeID('creditNoteId', { description: 'The hub’s id of it.' }),
    number: t.exposeString('number', { description: 'Its own number.' }),
    amount: t.field({
      type: Money,
      description: 'With tax.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    tax: t.field({
      type: Money,
      description: 'The tax in it.',
      resolve: ({ tax, asset }) => ({ amount: tax, asset }),
    }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    issuedAt: t.field({
      type: 'DateTime',
      description: 'When it was issued.',
      resolve: ({ at }) => new Date(at),
    }),
  }),
})

builder.node(Bill, {
  description:
    'What an organisation used in a period, in one asset: what its wallet paid for at once, and what is to be paid.',
  id: { resolve: ({ bill_id }) => bill_id },
  loadOne: (id, { view }) => view.loaders.bills.load(id),
  fields: (t) => {
    const amount = (column: 'settled' | 'net' | 'tax' | 'due' | 'owed', description: string) =>
      t.field({
        type: Money,
        description,
        resolve: (row: BillRow) => ({ amount: row[column], asset: row.asset }),
      })
    return {
      billId: t.exposeID('bill_id', { description: 'The hub’s id, as commands take it.' }),
      organisationId: t.exposeID('organisation', { description: 'Who is billed.' }),
      status: t.expose('status', { type: BillStatus, description: 'Where it is.' }),
      number: t.exposeString('number', {
        nullable: true,
        description: 'Without a gap within a year; null while it is a draft.',
      }),
      asset: t.exposeString('asset', { description: 'What all of its amounts are counted in.' }),
      periodStart: t.expose('period_start', { type: 'DateTime', description: 'From when on.' }),
      periodEnd: t.expose('period_end', { type: 'DateTime', description: 'Up to when.' }),
      issuedAt: t.expose('issued_at', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was issued; from then on it does not change.',
      }),
      dueAt: t.expose('due_at', {
        type: 'DateTime',
        nullable: true,
        description: 'Until when it is to be paid.',
      }),
      paidAt: t.expose('paid_at', {
        type: 'DateTime',
        nullable: true,
        description: 'When nothing was left to pay.',
      }),
      settled: amount(
        'settled',
        'What the wallet paid when it was used; below zero when more was given back.',
      ),
      net: amount('net', 'What is to be paid, before tax.'),
      tax: amount('tax', 'The tax on it.'),
      due: amount('due', 'What is to be paid, with tax.'),
      owed: amount('owed', 'What of that is not paid or credited yet.'),
      taxLabel: t.exposeString('tax_label', {
        nullable: true,
        description: 'What the tax is called.',
      }),
      taxBasisPoints: t.exposeInt('tax_basis_points', {
        nullable: true,
        description: 'Its rate, in hundredths of a percent.',
      }),
      overdue: t.exposeBoolean('overdue', { description: 'It should have been paid by now.' }),
      reminders: t.exposeInt('reminders', { description: 'How often that was said.' }),
      creditNotes: t.field({
        type: [CreditNote],
        description: 'What was taken back.',
        resolve: ({ credit_notes, asset }) => credit_notes.map((note) => ({ ...note, asset })),
      }),
      lines: t.connection(
        {
          type: BillLine,
          description: 'What it is made of, in its order.',
          complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
          resolve: ({ bill_id }, args, { view }) =>
            view.loaders.linesOfBill.load({
              parent: bill_id,
              page: pageRequest(args, lineOrder, 'ASC'),
            }),
        },
        BillLineConnection,
      ),
      revision: t.string({
        description: 'Version of the bill, for If-Match in the command API.',
        resolve: ({ revision }) => revision.toString(),
      }),
      position: t.expose('position', {
        type: 'Position',
        description: 'Position of the log at which it last changed.',
      }),
    }
  },
})
