import type { Log } from '../store/log.ts'
import type { Filter } from './filter.ts'
import type { Step } from './steps.ts'

/** A position in `$all` as a client may name it. */
export type AllFrom = 'start' | 'end' | number

const pageSize = 256

/** Whether a read can begin there: at an event, or, going forwards, behind all of them. */
export const canReadFrom = (
  log: Log,
  from: AllFrom,
  direction: 'forwards' | 'backwards',
): boolean => {
  if (typeof from === 'string' || from === 0 || log.isPlace(from)) return true
  const end = log.lastPosition() === undefined ? 0 : log.end()
  return direction === 'forwards' ? from >= end : from === end
}

/** The log in order from a position on, that one included. */
export function* scanAllForwards(
  log: Log,
  from: AllFrom,
  wanted: Filter,
): Generator<Step, void, undefined> {
  if (from === 'end') return
  let next = from === 'start' ? 0 : from
  for (;;) {
    const page = log.forwards(next, pageSize)
    for (const entry of page) if (wanted(entry.bytes)) yield entry
    const last = page.at(-1)
    if (last === undefined) return
    next = last.position + 1
    if (page.length === pageSize) yield 'page'
  }
}

/** The log backwards from a position, that one left out. */
export function* scanAllBackwards(
  log: Log,
  from: AllFrom,
  wanted: Filter,
): Generator<Step, void, undefined> {
  let below = from === 'end' ? Infinity : from === 'start' ? 0 : from
  for (;;) {
    const page = log.backwards(below, pageSize)
    for (const entry of page) if (wanted(entry.bytes)) yield entry
    const last = page.at(-1)
    if (last === undefined) return
    below = last.position
    if (page.length === pageSize) yield 'page'
  }
}
