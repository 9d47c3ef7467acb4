import { instantOf, msOf } from '../../shared/instant.ts'
import { exhausted } from '../../shared/values.ts'
import type { PayoutSchedule } from './values.ts'

const dayMs = 86_400_000
/** Of the day, UTC: after the night's settlement, so that a payout has what ripened overnight. */
export const settlementHour = 2
export const payoutHour = 6

const startOfDay = (ms: number): number => Math.floor(ms / dayMs) * dayMs

/** The first instant after `now` at which it is this hour, UTC, on a day that will do. */
const nextDay = (now: string, hour: number, willDo: (dayStart: number) => boolean): string => {
  let day = startOfDay(msOf(now))
  while (day + hour * 3_600_000 <= msOf(now) || !willDo(day)) day += dayMs
  return instantOf(day + hour * 3_600_000)
}

/* eslint-disable no-restricted-globals -- the calendar of a given instant, not a clock */
/** 1 Monday … 7 Sunday. */
const weekdayOf = (ms: number): number => new Date(ms).getUTCDay() || 7
const dayOfMonth = (ms: number): number => new Date(ms).getUTCDate()
/* eslint-enable no-restricted-globals */

const isLastOfMonth = (ms: number): boolean => dayOfMonth(ms + dayMs) === 1

/** When the next payout of this schedule is due; never for who asks by hand. */
export const nextPayoutAt = (schedule: PayoutSchedule, now: string): string | undefined => {
  switch (schedule.every) {
    case 'DAY':
      return nextDay(now, payoutHour, () => true)
    case 'WEEK':
      return nextDay(now, payoutHour, (day) => weekdayOf(day) === schedule.weekday)
    case 'MONTH':
      return nextDay(
        now,
        payoutHour,
        (day) =>
          dayOfMonth(day) === schedule.day ||
          (isLastOfMonth(day) && dayOfMonth(day) < schedule.day),
      )
    case 'NEVER':
      return undefined
    default:
      return exhausted(schedule)
  }
}

export const nextSettlementAt = (now: string): string => nextDay(now, settlementHour, () => true)
