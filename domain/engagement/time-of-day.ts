import { z } from 'zod'

/** IANA's name of a time zone, that this machine knows: `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(
    (name) => {
      try {
        formatOf(name)
        return /^[A-Za-z]/.test(name)
      } catch {
        return false
      }
    },
    { error: 'a time zone of the IANA database is expected, such as Europe/Berlin' },
  )

/** `07:30`, on the clock on the wall. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

export const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const minute = 60_000
const day = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

/* eslint-disable no-restricted-globals -- arithmetic on a given instant, not a clock */
/** What the wall shows at an instant, as if it were UTC: milliseconds, whole seconds. */
export const wallOf = (timeZone: string, ms: number): number => {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) parts[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: min = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, date, hour, min, second)
}
/* eslint-enable no-restricted-globals */

/** Minutes since midnight on the wall. */
export const minuteOfDay = (timeZone: string, ms: number): number =>
  Math.floor(modulo(wallOf(timeZone, ms), day) / minute)

/**
 * The next instant after `ms` at which the wall shows this time of day. A time that a change to summer time leaves out
 * comes as much later as the clock jumps; one that comes twice counts the first time.
 */
export const nextAt = (timeZone: string, ms: number, minutes: number): number => {
  const wall = wallOf(timeZone, ms)
  const midnight = wall - modulo(wall, day)
  for (let days = 0; ; days++) {
    const instant = instantOfWall(timeZone, midnight + days * day + minutes * minute)
    if (instant > ms) return instant
  }
}

const instantOfWall = (timeZone: string, wall: number): number => {
  const offsetAt = (ms: number): number => wallOf(timeZone, ms) - ms
  // No place is further from UTC than a day, and none changes its clock twice within two.
  const offsets = [offsetAt(wall - day), offsetAt(wall + day)]
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b)
  const [first = wall, second = wall] = candidates
  if (wallOf(timeZone, first) === wall) return first
  return second
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by
