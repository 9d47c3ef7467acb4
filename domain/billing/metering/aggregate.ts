import { msOf } from '../../shared/instant.ts'
import { exhausted } from '../../shared/values.ts'
import type { Aggregation } from './meter-rules.ts'
import { boundsOf } from './months.ts'
import { compare, multiply, parseDecimal, rational, sum, zero, type Rational } from './rational.ts'
import type { CountedEntry } from './usage.ts'

/** What the events of a month come to. The order in which they were recorded matters between equal moments of LATEST alone. */
export const aggregate = (
  aggregation: Aggregation,
  entries: readonly CountedEntry[],
  month: string,
): Rational => {
  switch (aggregation) {
    case 'COUNT':
      return rational(BigInt(entries.length))
    case 'SUM':
      return sum(entries.map(({ value }) => parseDecimal(value)))
    case 'MAX':
      return entries
        .map(({ value }) => parseDecimal(value))
        .reduce((most, value) => (compare(value, most) > 0 ? value : most), zero)
    case 'UNIQUE':
      return rational(BigInt(new Set(entries.map(({ subject }) => subject)).size))
    case 'LATEST': {
      const last = [...entries].sort(inTime).at(-1)
      return last === undefined ? zero : parseDecimal(last.value)
    }
    case 'WEIGHTED_SUM': {
      const { start, end } = boundsOf(month)
      return sum(
        entries.map(({ value, occurredAt }) =>
          multiply(
            parseDecimal(value),
            rational(BigInt(end - msOf(occurredAt)), BigInt(end - start)),
          ),
        ),
      )
    }
    default:
      return exhausted(aggregation)
  }
}

const inTime = (a: CountedEntry, b: CountedEntry): number =>
  msOf(a.occurredAt) - msOf(b.occurredAt) || a.order - b.order
