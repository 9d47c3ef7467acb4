import type {
  ExplainingEvent,
  GenerationDifference,
  RowDifference,
  TableDifference,
} from '../../platform/replays/port.ts'
import { builder } from '../schema/builder.ts'

const Kind = builder.enumType('RowDifferenceKind', {
  description: 'How a row differs between two generations.',
  values: {
    MISSING: { description: 'Only the live one has it.' },
    SURPLUS: { description: 'Only the other has it.' },
    CHANGED: { description: 'Both have it, with other columns.' },
  },
})

const RowEvent = builder.objectRef<ExplainingEvent>('RowEvent').implement({
  description: 'An event that wrote a row.',
  fields: (t) => ({
    position: t.string({
      description: 'Where it stands in the log.',
      resolve: ({ position }) => position,
    }),
    type: t.exposeString('type', { description: 'Its type.' }),
    stream: t.exposeString('stream', { description: 'Its stream.' }),
    revision: t.exposeString('revision', { description: 'Its number in the stream.' }),
    columns: t.stringList({
      description: 'Which of the columns that differ it writes, by the code of today.',
      resolve: ({ columns }) => [...columns],
    }),
  }),
})

type Value = { readonly column: string; readonly one: string | null; readonly other: string | null }
const textOf = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const ColumnDifference = builder.objectRef<Value>('ColumnDifference').implement({
  description: 'What one column of a row holds in two generations.',
  fields: (t) => ({
    column: t.exposeString('column', { description: 'Its name.' }),
    live: t.exposeString('one', { nullable: true, description: 'In the live one, as text.' }),
    other: t.exposeString('other', { nullable: true, description: 'In the other, as text.' }),
  }),
})

const RowDifferenceType = builder.objectRef<RowDifference>('RowDifference').implement({
  description: 'A row that is not the same in two generations.',
  fields: (t) => ({
    key: t.field({
      type: 'JSONObject',
      description: 'Its key, by column.',
      resolve: ({ key }) => key,
    }),
    kind: t.field({ type: Kind, description: 'How it differs.', resolve: ({ kind }) => kind }),
    columns: t.field({
      type: [ColumnDifference],
      description: 'The columns that differ.',
      resolve: ({ columns }) =>
        Object.entries(columns).map(([column, [one, other]]) => ({
          ...{ column, one: textOf(one), other: textOf(other) },
        })),
    }),
    events: t.field({
      type: [RowEvent],
      description: 'The events that wrote it, in order.',
      resolve: ({ events }) => [...events],
    }),
    moreEvents: t.exposeInt('moreEvents', { description: 'How many more there are.' }),
  }),
})

const TableDifferenceType = builder.objectRef<TableDifference>('TableDifference').implement({
  description: 'One table in two generations.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'Its name.' }),
    rows: t.float({ description: 'Rows in the live one.', resolve: ({ rows }) => Number(rows[0]) }),
    otherRows: t.float({
      description: 'Rows in the other.',
      resolve: ({ rows }) => Number(rows[1]),
    }),
    digest: t.string({
      description: 'Of all rows of the live one.',
      resolve: ({ digests }) => digests[0],
    }),
    otherDigest: t.string({
      description: 'Of all rows of the other.',
      resolve: ({ digests }) => digests[1],
    }),
    isEqual: t.exposeBoolean('equal', { description: 'Whether they are the same row by row.' }),
    missing: t.exposeInt('missing', { description: 'Rows that only the live one has.' }),
    surplus: t.exposeInt('surplus', { description: 'Rows that only the other has.' }),
    changed: t.exposeInt('changed', { description: 'Rows that both have, with other columns.' }),
    first: t.field({
      type: [RowDifferenceType],
      description: 'The first rows that differ.',
      resolve: ({ first }) => [...first],
    }),
  }),
})

export const Difference = builder
  .objectRef<GenerationDifference>('GenerationDifference')
  .implement({
    description:
      'What the live generation and another do not hold alike, both at one position of the log.',
    fields: (t) => ({
      live: t.int({ description: 'The live one.', resolve: ({ generations }) => generations[0] }),
      other: t.int({ description: 'The other.', resolve: ({ generations }) => generations[1] }),
      position: t.expose('position', { type: 'Position', description: 'Where both stood.' }),
      isEqual: t.exposeBoolean('equal', { description: 'Whether there is no difference.' }),
      hash: t.exposeString('hash', {
        description:
          'Names this difference, for `accept` when the other is promoted: which rows differ, in which columns.',
      }),
      tables: t.field({
        type: [TableDifferenceType],
        description: 'Table by table.',
        resolve: ({ tables }) => [...tables],
      }),
    }),
  })
