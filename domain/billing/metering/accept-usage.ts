import { msOf } from '../../shared/instant.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import { takesValues, type Meter } from './meter-rules.ts'
import { compare, parseDecimal } from './rational.ts'
import type { UsageReport } from './usage-item.ts'

const minute = 60_000
/** Clocks of others differ from ours by so much. */
const tolerance = minute
/** Older usage is not taken any more: its month is long billed and settled. */
export const oldestUsageDays = 100

const outOfBounds = (detail: string): Rejection => reject('USAGE_OUT_OF_BOUNDS', detail)

/** May this be reported to this meter now? Nothing: yes. */
export const refuseUsage = (
  meter: Meter,
  { subject, value, occurredAt }: Omit<UsageReport, 'kind' | 'meter'>,
  now: string,
): Rejection | undefined => {
  const age = msOf(now) - msOf(occurredAt)
  if (age < -tolerance) return outOfBounds(`It is said to occur at ${occurredAt}: in the future.`)
  const old = refuseAge(occurredAt, now)
  if (old !== undefined) return old
  if (meter.feed === 'JOBS')
    return reject('METER_NOT_REPORTED', `${meter.key} is counted from the jobs themselves.`)
  if (meter.subject === 'REQUIRED' && subject === undefined)
    return outOfBounds(`${meter.key} takes a subject.`)
  if (meter.subject === 'NONE' && subject !== undefined)
    return outOfBounds(`${meter.key} takes no subject.`)
  return refuseValue(meter, value)
}

/** Is it so old that its month is not billed any more? Then it is not corrected, either. */
export const refuseAge = (occurredAt: string, now: string): Rejection | undefined =>
  msOf(now) - msOf(occurredAt) > oldestUsageDays * 24 * 60 * minute
    ? outOfBounds(`It occurred more than ${oldestUsageDays} days ago.`)
    : undefined

/** Is this a value that the meter counts? Nothing: yes. */
export const refuseValue = (meter: Meter, value: string): Rejection | undefined => {
  if (!takesValues(meter))
    return value === '1' ? undefined : outOfBounds(`An event of ${meter.key} counts as 1.`)
  const amount = parseDecimal(value)
  const size = { n: amount.n < 0n ? -amount.n : amount.n, d: amount.d }
  if (amount.n < 0n && meter.aggregation !== 'WEIGHTED_SUM')
    return outOfBounds('A value is not below nothing; correct the event that was too much.')
  if (compare(size, parseDecimal(meter.maximum)) > 0)
    return outOfBounds(`One event of ${meter.key} is at most ${meter.maximum}.`)
  const decimals = value.split('.')[1]?.length ?? 0
  return decimals > meter.decimals
    ? outOfBounds(`Values of ${meter.key} have at most ${meter.decimals} decimals.`)
    : undefined
}
