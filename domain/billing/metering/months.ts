import { z } from 'zod'
import { instantOf, msOf } from '../../shared/instant.ts'

/** A calendar month, UTC: "2026-11". */
export const Month = z
  .string()
  .max(7)
  .regex(/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/)

export const monthOf = (instant: string): string => instantOf(msOf(instant)).slice(0, 7)

export const nextMonth = (month: string): string => {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return number === 12
    ? `${year + 1}-01`
    : `${month.slice(0, 4)}-${(number + 1).toString().padStart(2, '0')}`
}

/** Milliseconds since the epoch: from its first, up to and without its end. */
export const boundsOf = (month: string): { readonly start: number; readonly end: number } => ({
  start: msOf(`${month}-01T00:00:00Z`),
  end: msOf(`${nextMonth(month)}-01T00:00:00Z`),
})
