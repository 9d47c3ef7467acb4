import { z } from 'zod'
import { instantOf, msOf } from '../shared/instant.ts'
import { exhausted } from '../shared/values.ts'
import { minuteOfDay, minutesOf, nextAt, TimeOfDay, TimeZone } from './time-of-day.ts'

const Hours = z.strictObject({ from: TimeOfDay, to: TimeOfDay })

/** As it is stored: what is a time zone depends on the machine, and what was one stays readable. */
export const StoredSchedule = z.strictObject({
  timeZone: z.string().min(1).max(64),
  digest: z.discriminatedUnion('every', [
    z.strictObject({ every: z.literal('NOTIFICATION') }),
    z.strictObject({ every: z.literal('HOUR') }),
    z.strictObject({ every: z.literal('DAY'), at: TimeOfDay }),
  ]),
  /** From … to …, over midnight when the end is the earlier one. */
  quiet: Hours.nullable(),
})
export type Schedule = z.output<typeof StoredSchedule>

/** When a person wants their mails: each at once, gathered by the hour, or in the morning; and when not. */
export const Schedule = StoredSchedule.extend({
  timeZone: TimeZone,
  quiet: Hours.refine(({ from, to }) => from !== to, {
    error: 'quiet hours that never end',
  }).nullable(),
})

/** Of who did not say otherwise. */
export const atOnce: Schedule = {
  timeZone: 'Etc/UTC',
  digest: { every: 'NOTIFICATION' },
  quiet: null,
}

const hour = 3_600_000

/** Whether an instant lies in the quiet hours. */
export const isQuiet = ({ timeZone, quiet }: Schedule, ms: number): boolean => {
  if (quiet === null) return false
  const now = minuteOfDay(timeZone, ms)
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  return from < to ? now >= from && now < to : now >= from || now < to
}

/**
 * When a notification of this instant is mailed: never before it, never in the quiet hours, and never later than one that
 * came after it. Those due at the same instant go in one mail.
 */
export const dueAt = (schedule: Schedule, at: string): string => {
  const { timeZone, quiet } = schedule
  let due = gathered(schedule, msOf(at))
  // More than once where a change to summer time leaves out all of a day that is not quiet.
  while (quiet !== null && isQuiet(schedule, due)) due = nextAt(timeZone, due, minutesOf(quiet.to))
  return instantOf(due)
}

const gathered = ({ timeZone, digest }: Schedule, ms: number): number => {
  switch (digest.every) {
    case 'NOTIFICATION':
      return ms
    case 'HOUR':
      return (Math.floor(ms / hour) + 1) * hour
    case 'DAY':
      return nextAt(timeZone, ms, minutesOf(digest.at))
    default:
      return exhausted(digest)
  }
}
