import { type Child, h } from '../dom/h.ts'

export type Column<Row> = {
  readonly title: string
  readonly cell: (row: Row) => Child
  /** Stands to the right, in figures of one width. */
  readonly numeric?: boolean
  /** May be left out where there is little room. */
  readonly minor?: boolean
  /** Takes what room there is. */
  readonly wide?: boolean
}

const classOf = <Row>({ numeric, minor, wide }: Column<Row>): string =>
  [numeric ? 'numeric' : '', minor ? 'minor' : '', wide ? 'wide' : ''].join(' ').trim()

/** A table that scrolls by itself where it is too wide, also by keyboard. */
export const table = <Row>(
  label: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement =>
  h(
    'div',
    { class: 'table', role: 'region', 'aria-label': label, tabindex: '0' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((column) => h('th', { scope: 'col', class: classOf(column) }, column.title)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) =>
          h(
            'tr',
            {},
            columns.map((column) => h('td', { class: classOf(column) }, column.cell(row))),
          ),
        ),
      ),
    ),
  )

/** The link that stands for a row: `j` and `k` go from one to the next. */
export const rowLink = (href: string, ...children: readonly Child[]): HTMLElement =>
  h('a', { href, 'data-row': true }, ...children)
