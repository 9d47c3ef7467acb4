import type { Comparison, TableComparison } from '../../../projections/generations/compare.ts'
import type { RowDifference } from '../../../projections/generations/differing-rows.ts'

const shown = 60

const valueOf = (value: unknown): string => {
  const text = value === undefined ? 'no row' : JSON.stringify(value)
  return text.length > shown ? `${text.slice(0, shown)}…` : text
}

const rowLines = ({ key, one, other, columns, events }: RowDifference): readonly string[] => {
  const name = Object.values(key).join(' ')
  const what =
    one === undefined
      ? ['    only in the other']
      : other === undefined
        ? ['    only in the live one']
        : Object.entries(columns).map(
            ([column, [left, right]]) => `    ${column}: ${valueOf(left)} → ${valueOf(right)}`,
          )
  const by = events.map(
    ({ type, stream, revision, position }) =>
      `    written by ${type}, ${stream} ${revision}, at ${position}`,
  )
  return [`  ${name}`, ...what, ...by]
}

const tableLines = ({ table, rows, equal, missing, surplus, changed, first }: TableComparison) =>
  equal
    ? [`${table.padEnd(20)} ${rows[0].toString().padStart(10)} rows, the same`]
    : [
        `${table.padEnd(20)} ${rows[0].toString().padStart(10)} rows and ${rows[1].toString()}: ` +
          `${missing} missing, ${surplus} more, ${changed} changed`,
        ...first.flatMap(rowLines),
      ]

/** What a person reads of a comparison. */
export const comparisonLines = ({
  generations: [one, other],
  position,
  equal,
  tables,
}: Comparison): readonly string[] => [
  `generations ${one} and ${other}, both at position ${position.toString()}`,
  ...tables.flatMap(tableLines),
  equal ? 'no difference' : 'they differ',
]
