import { Money } from '../../schema/money.ts'
import { BillLine } from '../../schema/refs.ts'
import { BillLineKind, BillLineSettlement, BillSubject } from './enums.ts'

BillLine.implement({
  description: 'One line of a bill.',
  fields: (t) => ({
    lineId: t.exposeID('line_id', { description: 'Its id, as credit notes take it.' }),
    kind: t.expose('kind', { type: BillLineKind, description: 'What it is.' }),
    settlement: t.expose('settlement', {
      type: BillLineSettlement,
      description: 'Whether it is paid for.',
    }),
    description: t.exposeString('description', { description: 'As it is printed.' }),
    subjectKind: t.expose('subject_kind', {
      type: BillSubject,
      description: 'What its subject is.',
    }),
    subjectId: t.exposeID('subject_id', { description: 'Which.' }),
    quantity: t.exposeString('quantity', { nullable: true, description: 'How much, a decimal.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'Of what.' }),
    amount: t.field({
      type: Money,
      description: 'Below zero where something was given back.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    serviceStart: t.expose('service_start', {
      type: 'DateTime',
      nullable: true,
      description: 'From when it was used, or is paid for.',
    }),
    serviceEnd: t.expose('service_end', {
      type: 'DateTime',
      nullable: true,
      description: 'Up to when.',
    }),
  }),
})
