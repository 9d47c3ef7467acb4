import type {
  GenerationDifference,
  RowDifference,
  TableDifference,
} from '../../../platform/replays/port.ts'

const shown = 60

const valueOf = (value: unknown): string => {
  const text = value === undefined ? 'no row' : JSON.stringify(value)
  return text.length > shown ? `${text.slice(0, shown)}…` : text
}

const rowLines = ({ key, kind, columns, events, moreEvents }: RowDifference): readonly string[] => {
  const name = Object.values(key).join(' ')
  const what =
    kind === 'SURPLUS'
      ? ['    only in the other']
      : kind === 'MISSING'
        ? ['    only in the live one']
        : Object.entries(columns).map(
            ([column, [left, right]]) => `    ${column}: ${valueOf(left)} → ${valueOf(right)}`,
          )
  const by = events.map(({ type, stream, revision, position, columns: set }) => {
    const sets = kind === 'CHANGED' && set.length > 0 ? `, sets ${set.join(', ')}` : ''
    return `    written by ${type}, ${stream} ${revision}, at ${position}${sets}`
  })
  return [`  ${name}`, ...what, ...by, ...(moreEvents === 0 ? [] : [`    and ${moreEvents} more`])]
}

const tableLines = ({ table, rows, equal, missing, surplus, changed, first }: TableDifference) =>
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
  hash,
  tables,
}: GenerationDifference): readonly string[] => [
  `generations ${one} and ${other}, both at position ${position.toString()}`,
  ...tables.flatMap(tableLines),
  equal ? 'no difference' : `they differ: ${hash}`,
]
