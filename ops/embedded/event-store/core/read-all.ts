import type { Entry, Log } from '../store/log.ts'
import type { Filter } from './filter.ts'

/** A position in `$all` as a client may name it. */
export type AllFrom = 'start' | 'end' | number

const pageSize = 256

/** The position behind the last event; that of the next event at the earliest. */
const endOf = (log: Log): number => {
  const last = log.lastPosition()
  return last === undefined ? 0 : last + (log.get(last)?.length ?? 0)
}

const isBoundary = (log: Log, position: number): boolean =>
  position === 0 || log.get(position) !== undefined

/** Whether a read can begin there: at an event, or, going forwards, behind all of them. */
export const canReadFrom = (
  log: Log,
  from: AllFrom,
  direction: 'forwards' | 'backwards',
): boolean => {
  if (typeof from === 'string' || isBoundary(log, from)) return true
  const end = endOf(log)
  return direction === 'forwards' ? from >= end : from === end
}

/** The log in order from a position on, that one included. */
export function* readAllForwards(
  log: Log,
  from: AllFrom,
  wanted: Filter,
): Generator<Entry, void, undefined> {
  if (from === 'end') return
  let next = from === 'start' ? 0 : from
  for (;;) {
    const page = log.forwards(next, pageSize)
    for (const entry of page) if (wanted(entry.bytes)) yield entry
    const last = page.at(-1)
    if (last === undefined) return
    next = last.position + 1
  }
}

/** The log backwards from a position, that one left out. */
export function* readAllBackwards(
  log: Log,
  from: AllFrom,
  wanted: Filter,
): Generator<Entry, void, undefined> {
  let below = from === 'end' ? Infinity : from === 'start' ? 0 : from
  for (;;) {
    const page = log.backwards(below, pageSize)
    for (const entry of page) if (wanted(entry.bytes)) yield entry
    const last = page.at(-1)
    if (last === undefined) return
    below = last.position
  }
}
