import { z } from 'zod'
import { instantOf, msOf } from '../shared/instant.ts'
import { exhausted } from '../shared/values.ts'

/** What any kind of key may be bounded by: how fast it is used, and how often in all. */

/** A bucket of `requests` tokens that fills up in `perSeconds`. */
export const KeyRate = z.strictObject({
  requests: z.int().min(1).max(1_000_000),
  perSeconds: z.int().min(1).max(86_400),
})
export type KeyRate = z.output<typeof KeyRate>

/** When the uses are as many as at first again, whatever was left; days and months of UTC. */
export const Refill = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('DAY') }),
  z.strictObject({
    every: z.literal('MONTH'),
    /** The day of the month; in shorter months the last. */
    day: z.int().min(1).max(31),
  }),
])
export type Refill = z.output<typeof Refill>

export const Quota = z.strictObject({
  uses: z.int().min(0).max(1_000_000_000),
  /** Without it, so many uses and no more. */
  refill: Refill.exactOptional(),
})
export type Quota = z.output<typeof Quota>

export const KeyLimits = z.strictObject({
  rate: KeyRate.exactOptional(),
  quota: Quota.exactOptional(),
})
export type KeyLimits = z.output<typeof KeyLimits>

/** A stretch of time in which a quota's uses are counted. */
export type Period = { readonly id: string; readonly endsAt?: string }

const dayMs = 86_400_000

/* eslint-disable no-restricted-globals -- the calendar of a given instant, not a clock */
const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

/** The start of the refill day of a month; `month` may lie outside 0…11. */
const refillDay = (year: number, month: number, day: number): number =>
  Date.UTC(year, month, Math.min(day, daysIn(year, month)))

const named = (start: number): string => instantOf(start).slice(0, 10).replaceAll('-', '')

/** The period that an instant lies in. */
export const periodOf = ({ refill }: Quota, now: string): Period => {
  if (refill === undefined) return { id: 'all' }
  const at = msOf(now)
  switch (refill.every) {
    case 'DAY': {
      const start = Math.floor(at / dayMs) * dayMs
      return { id: named(start), endsAt: instantOf(start + dayMs) }
    }
    case 'MONTH': {
      const today = new Date(at)
      const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
      const isBegun = refillDay(year, month, refill.day) <= at
      const first = isBegun ? month : month - 1
      const start = refillDay(year, first, refill.day)
      const end = refillDay(year, first + 1, refill.day)
      return { id: `${named(start)}m`, endsAt: instantOf(end) }
    }
    default:
      return exhausted(refill)
  }
}
