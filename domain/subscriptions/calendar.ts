import { instantOf, msOf } from '../shared/instant.ts'
import { exhausted } from '../shared/values.ts'
import type { Pricing } from './plan.ts'

/* eslint-disable no-restricted-globals -- the calendar of a given instant, not a clock */
/**
 * So many months after the anchor, in UTC, on the anchor's day of the month, or on the last one where the month is
 * shorter: always counted from the anchor, so that 31 January is followed by 28 February and 31 March.
 */
export const addMonths = (anchor: string, months: number): string => {
  const from = new Date(msOf(anchor))
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + months
  const year = Math.floor(month / 12)
  const ofYear = month - year * 12
  const days = new Date(Date.UTC(year, ofYear + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), days)
  const timeOfDay =
    from.getTime() - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
  return instantOf(Date.UTC(year, ofYear, day) + timeOfDay)
}
/* eslint-enable no-restricted-globals */

export const dayMs = 86_400_000

export const addMs = (instant: string, ms: number): string => instantOf(msOf(instant) + ms)

/** How long a period of such a plan is; nothing for what is bought once. What has no fixed price is counted by months. */
export const monthsOf = ({ kind }: Pricing): number | undefined => {
  switch (kind) {
    case 'FREE':
    case 'PAY_PER_USE':
    case 'TIERED':
    case 'MONTHLY':
      return 1
    case 'YEARLY':
      return 12
    case 'ONE_TIME':
      return undefined
    default:
      return exhausted(kind)
  }
}

/** From where the boundaries of periods are counted: the period of this index begins there. */
export type Anchor = { readonly at: string; readonly index: number }

export const startOfPeriod = (anchor: Anchor, index: number, months: number): string =>
  addMonths(anchor.at, (index - anchor.index) * months)
