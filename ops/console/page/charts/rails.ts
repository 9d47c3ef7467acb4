import { s } from '../dom/h.ts'
import type { Linked, Placed } from './tree.ts'

export const rowHeight = 32
const columnWidth = 16
const left = 12

const x = (column: number): number => left + column * columnWidth
const y = (row: number): number => row * rowHeight + rowHeight / 2

/** From a cause down its column, then over to what followed. */
const edge = ({ row, column, from = 0, fromColumn = 0 }: Placed<Linked>): string => {
  if (column === fromColumn) return `M${x(column)} ${y(from)}V${y(row)}`
  const corner = Math.min(columnWidth, rowHeight / 2)
  return `M${x(fromColumn)} ${y(from)}V${y(row) - corner}Q${x(fromColumn)} ${y(row)} ${x(column)} ${y(row)}`
}

/** The lines and dots of a tree, to stand beside its rows; `tone` is the class of a node's dot. */
export const rails = <Node extends Linked>(
  placed: readonly Placed<Node>[],
  tone: (node: Node) => string,
): SVGSVGElement => {
  const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1
  const width = x(columns) + 2
  const height = placed.length * rowHeight
  return s(
    'svg',
    { class: 'rails', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    placed
      .filter(({ from }) => from !== undefined)
      .map((each) => s('path', { d: edge(each), class: 'rail' })),
    placed.map(({ node, row, column }) =>
      s('circle', { cx: x(column), cy: y(row), r: 5, class: `rail-dot ${tone(node)}` }),
    ),
  )
}
