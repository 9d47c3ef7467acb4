import { usageKey, type BillCycle, type BilledUsage } from '../../../domain/billing/bills/cycle.ts'
import type { BillLine } from '../../../domain/billing/bills/lines.ts'
import { boundsOf, monthOf, nextMonth } from '../../../domain/billing/metering/months.ts'
import type { RatedLine } from '../../../domain/billing/metering/rated-line.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Services } from '../../shared/services.ts'
import { knownMeter } from '../metering/known-meter.ts'
import { ratePeriod } from '../metering/rate-period.ts'

type Log = Pick<Services, 'eventStore' | 'foldCache'>

/** Months before the one that is billed whose usage is rated once more: so far back reaches what may still be reported. */
export const lateMonths = 4

export type UsageOf = {
  readonly billId: string
  readonly organisation: string
  readonly priceBookId: string
  readonly cycle: BillCycle
  /** Of the period that is billed. */
  readonly start: string
  readonly end: string
}
export type BillableUsage = {
  readonly lines: readonly BillLine[]
  /** All that will have been billed of these months, with these lines. */
  readonly usage: readonly BilledUsage[]
}

/** The months that a period touches, and those before it that may still change. A period ends before its `end`. */
export const monthsOf = (start: string, end: string, waiting?: string): readonly string[] => {
  let month = monthOf(start)
  for (let back = 0; back < lateMonths; back++)
    month = monthOf(instantOf(boundsOf(month).start - 1))
  // What was put off waits for as long as it takes.
  if (waiting !== undefined && waiting < month) month = waiting
  const last = monthOf(instantOf(msOf(end) - 1))
  const months: string[] = []
  for (; month <= last; month = nextMonth(month)) months.push(month)
  return months
}

/**
 * What metered usage costs now, less what was billed of it: usage that came late, or was corrected, is the difference. A
 * source that does not answer throws, or fails: it is never taken for usage of nothing. What jobs used is paid for by their
 * captures, and so is no usage here, whatever the price book says of it.
 */
export const usageLines = async (
  log: Log,
  of: UsageOf,
): Promise<BillableUsage | Rejection | Failure> => {
  const { organisation, priceBookId, cycle } = of
  const lines: BillLine[] = []
  const usage: BilledUsage[] = []
  const billed = new Set(Object.values(cycle.usage).map(({ month }) => month))
  for (const month of monthsOf(of.start, of.end, cycle.waiting)) {
    const isOver = month < monthOf(of.start)
    // Of before there was anything to rate by, nothing is billed.
    if (isOver && !billed.has(month)) continue
    // Terms that changed since change no month that is billed.
    const book = (isOver ? bookOf(cycle, month) : undefined) ?? priceBookId
    const rated = await ratePeriod(log, { organisation, priceBook: { priceBookId: book }, month })
    if ('rejected' in rated) {
      // The book did not hold then.
      if (rated.rejected === 'NOT_FOUND') continue
      return rated
    }
    if ('code' in rated) return rated
    const reported = await onlyReported(log, rated.lines)
    const seen = new Set(reported.map(({ lineId }) => lineId))
    const gone = Object.values(cycle.usage).filter(
      (one) => one.month === month && !seen.has(one.line) && one.amount !== '0',
    )
    for (const line of reported) {
      usage.push({
        month,
        line: line.lineId,
        amount: line.amount.toString(),
        quantity: line.quantity,
      })
      const before = cycle.usage[usageKey({ month, line: line.lineId })]
      const added = billLine(of, line, before)
      if (added !== undefined) lines.push(added)
    }
    for (const one of gone) {
      usage.push({ ...one, amount: '0', quantity: '0' })
      lines.push(takenBack(of, one))
    }
  }
  return { lines, usage }
}

/** By which price book a month was billed; the id of a line begins with it. */
const bookOf = ({ usage }: BillCycle, month: string): string | undefined => {
  const lines = Object.values(usage).filter((one) => one.month === month)
  const standing = lines.filter(({ amount, quantity }) => amount !== '0' || quantity !== '0')
  const [line] = standing.length > 0 ? standing : lines
  return line?.line.split('.')[0]
}

/** As if nothing of it were billed now: what was before stands, and the months are known of. */
export const putOff = (usage: readonly BilledUsage[], cycle: BillCycle): readonly BilledUsage[] =>
  usage.map((one) => cycle.usage[usageKey(one)] ?? { ...one, amount: '0', quantity: '0' })

const onlyReported = async (
  log: Log,
  rated: readonly RatedLine[],
): Promise<readonly RatedLine[]> => {
  const kept: RatedLine[] = []
  for (const line of rated) {
    const meter = await knownMeter(log, line.meter)
    if (!('rejected' in meter) && meter.feed === 'REPORTED') kept.push(line)
  }
  return kept
}

const billLine = (
  { billId, start, end }: UsageOf,
  line: RatedLine,
  before: BilledUsage | undefined,
): BillLine | undefined => {
  const amount = line.amount - BigInt(before?.amount ?? '0')
  if (amount === 0n) return undefined
  const isLate = before !== undefined && monthOf(instantOf(msOf(end) - 1)) !== line.month
  const bounds = boundsOf(line.month)
  const isSince = before !== undefined && msOf(start) < bounds.end
  return {
    lineId: derivedId(billId, 'usage', line.lineId),
    kind: before === undefined ? 'USAGE' : 'USAGE_CORRECTION',
    settlement: 'DUE',
    description: `${line.meter}${line.subject === undefined ? '' : ` of ${line.subject}`} in ${line.month}${
      isLate ? ', reported late' : before === undefined ? '' : ', since the last bill'
    }`,
    subject: { kind: 'METER', id: line.meter },
    // Of what was billed before, only the amount is a difference: tiers and bounds price the whole.
    ...(before === undefined ? { quantity: { value: line.quantity, unit: line.unit } } : {}),
    amount: amount.toString(),
    service: {
      // What is late was used somewhen in its month.
      start: instantOf(isSince ? Math.max(bounds.start, msOf(start)) : bounds.start),
      end: instantOf(Math.min(bounds.end, msOf(end))),
    },
  }
}

const takenBack = ({ billId }: UsageOf, { month, line, amount }: BilledUsage): BillLine => ({
  lineId: derivedId(billId, 'usage', line),
  kind: 'USAGE_CORRECTION',
  settlement: 'DUE',
  description: `Taken back: usage of ${month} at an earlier price`,
  subject: { kind: 'METER', id: line.slice(0, 120) },
  amount: (-BigInt(amount)).toString(),
})
