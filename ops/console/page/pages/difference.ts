import { read } from '../api/read.ts'
import { type Child, group, h } from '../dom/h.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { table } from '../parts/table.ts'
import { badge, count } from '../parts/words.ts'
import { difference, type RowDifference, type TableDifference } from '../queries/read-models.ts'
import { hrefOf, type Show, streamHref } from '../routing/route.ts'

const cellText = (text: string | null): Child =>
  text === null ? h('span', { class: 'soft' }, 'nothing') : h('code', { class: 'long' }, text)

const explained = ({ events, moreEvents }: RowDifference): Child => [
  events.map(({ stream, revision, type }) =>
    h(
      'div',
      { class: 'because' },
      h('a', { href: streamHref(stream, { at: revision }) }, `${type} ${revision}`),
    ),
  ),
  moreEvents > 0 ? h('div', { class: 'soft' }, `and ${moreEvents} more`) : undefined,
]

const columnsOf = ({ columns }: RowDifference): Child =>
  columns.map(({ column, live, other }) =>
    h(
      'div',
      {},
      h('strong', {}, column),
      h('del', {}, cellText(live)),
      h('ins', {}, cellText(other)),
    ),
  )

const rowTable = ({ table: name, first }: TableDifference): HTMLElement =>
  card(
    `${name}: the first rows that differ`,
    table(
      `Rows of ${name} that differ`,
      [
        {
          title: 'Row',
          cell: ({ key }) =>
            h('code', { class: 'row-key' }, Object.values(key).map(String).join(' ')),
        },
        { title: 'How', cell: ({ kind }) => badge(kind) },
        { title: 'Live, and the other', cell: columnsOf, wide: true },
        { title: 'Because of', cell: explained },
      ],
      first,
    ),
  )

const tableTable = (tables: readonly TableDifference[]): HTMLElement =>
  table(
    'Tables',
    [
      { title: 'Table', cell: ({ table: name }) => h('code', {}, name), wide: true },
      { title: 'Same', cell: ({ isEqual }) => badge(isEqual ? 'EQUAL' : 'DIFFERENT') },
      { title: 'Rows, live', cell: ({ rows }) => count(rows), numeric: true },
      { title: 'Rows, other', cell: ({ otherRows }) => count(otherRows), numeric: true },
      { title: 'Missing', cell: ({ missing }) => count(missing), numeric: true, minor: true },
      { title: 'Surplus', cell: ({ surplus }) => count(surplus), numeric: true, minor: true },
      { title: 'Changed', cell: ({ changed }) => count(changed), numeric: true, minor: true },
    ],
    tables.toSorted((a, b) => Number(a.isEqual) - Number(b.isEqual)),
  )

/** What a generation holds otherwise than the live one, row by row, with the events that explain it. */
export const showDifference: Show = async ({ params }, signal) => {
  const generation = Number(params['generation'])
  const top = (lead: Child, ...beside: readonly Child[]): HTMLElement =>
    heading(`Generation ${generation}`, lead, ...beside)
  const back = h('a', { class: 'button', href: hrefOf('/projections') }, 'All generations')
  const { generationDifference: found } = await read(difference, { generation }, signal)
  if (found === null)
    return group(
      top('Compared with the live one', back),
      nothing(
        'There is nothing to compare it with.',
        'It is the live one, is still being built, or was dropped.',
      ),
    )
  return group(
    top(
      `Compared with generation ${found.live}, which is live`,
      badge(found.isEqual ? 'EQUAL' : 'DIFFERENT'),
      back,
    ),
    card(
      'Compared',
      facts([
        ['At position', h('code', {}, found.position)],
        ['Tables', found.tables.length],
        ['That differ', found.tables.filter(({ isEqual }) => !isEqual).length],
        ['Hash of the difference', h('code', {}, found.hash)],
      ]),
    ),
    found.tables.filter(({ first }) => first.length > 0).map(rowTable),
    tableTable(found.tables),
  )
}
