import { z } from 'zod'

const dayNames = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const
const TimeOfDay = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/)

/**
 * A weekly window in UTC, in Amazon Braket's terms. A window whose end is not after its start runs past midnight into
 * the next day; equal start and end mean the whole day.
 */
export const ExecutionWindow = z.strictObject({
  executionDay: z.enum(['Everyday', 'Weekdays', 'Weekend', ...dayNames]),
  windowStartHour: TimeOfDay,
  windowEndHour: TimeOfDay,
})
export type ExecutionWindow = z.output<typeof ExecutionWindow>

const secondsPerDay = 86_400
const msPerDay = secondsPerDay * 1000

const secondsOf = (time: string): number => {
  const [h = 0, m = 0, s = 0] = time.split(':').map(Number)
  return h * 3600 + m * 60 + s
}

/** 0 = Sunday. 1970-01-01 was a Thursday. */
const weekdayOf = (dayNumber: number): number => (((dayNumber + 4) % 7) + 7) % 7

const fallsOn = (window: ExecutionWindow, weekday: number): boolean => {
  switch (window.executionDay) {
    case 'Everyday':
      return true
    case 'Weekdays':
      return weekday >= 1 && weekday <= 5
    case 'Weekend':
      return weekday === 0 || weekday === 6
    default:
      return dayNames[weekday] === window.executionDay
  }
}

type Span = { readonly from: number; readonly to: number }

/** The spans, in ms since the epoch, that begin on a given day. */
const spansOn = (windows: readonly ExecutionWindow[], dayNumber: number): readonly Span[] =>
  windows
    .filter((window) => fallsOn(window, weekdayOf(dayNumber)))
    .map((window) => {
      const start = secondsOf(window.windowStartHour)
      const end = secondsOf(window.windowEndHour)
      const length = end > start ? end - start : end + secondsPerDay - start
      const from = dayNumber * msPerDay + start * 1000
      return { from, to: from + length * 1000 }
    })

/**
 * When may work run next, at or after an instant (ms since the epoch)? The instant itself inside a window (no windows
 * means always open), else the start of the next one.
 */
export const nextOpening = (windows: readonly ExecutionWindow[], atMs: number): number => {
  if (windows.length === 0) return atMs
  const today = Math.floor(atMs / msPerDay)
  const candidates = [-1, 0, 1, 2, 3, 4, 5, 6, 7]
    .flatMap((offset) => spansOn(windows, today + offset))
    .filter((span) => span.to > atMs)
    .map((span) => Math.max(span.from, atMs))
  return Math.min(...candidates)
}

export const isOpen = (windows: readonly ExecutionWindow[], atMs: number): boolean =>
  nextOpening(windows, atMs) === atMs

/** Until when an instant inside a window stays inside one, windows that meet being one; infinity for a device without them. */
export const openUntil = (windows: readonly ExecutionWindow[], atMs: number): number => {
  if (windows.length === 0) return Infinity
  const today = Math.floor(atMs / msPerDay)
  const spans = [-1, 0, 1, 2, 3, 4, 5, 6, 7].flatMap((offset) => spansOn(windows, today + offset))
  const furthest = (from: number): number =>
    Math.max(
      from,
      ...spans.filter((span) => span.from <= from && span.to > from).map(({ to }) => to),
    )
  let until = atMs
  for (let next = furthest(until); next > until; next = furthest(until)) until = next
  return until
}

/** The next time a window begins strictly after an instant (ms since the epoch); nothing for a device without windows. */
export const nextStart = (
  windows: readonly ExecutionWindow[],
  atMs: number,
): number | undefined => {
  const today = Math.floor(atMs / msPerDay)
  const starts = [0, 1, 2, 3, 4, 5, 6, 7]
    .flatMap((offset) => spansOn(windows, today + offset))
    .map((span) => span.from)
    .filter((from) => from > atMs)
  return starts.length === 0 ? undefined : Math.min(...starts)
}
