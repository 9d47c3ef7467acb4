import type { Chunk } from './chunk.ts'
import { createMarks, lastAtMost } from './marks.ts'
import { damageAt, recordAt, scan, scanBackwards, type Entry, type Found } from './scan.ts'

/** The chunks of a log as they are now, in order, and the position behind the last event. */
export type Extent = { readonly chunks: () => readonly Chunk[]; readonly end: () => number }

/** Reads the log by position. Throws StoreDamaged on what is not what was written. */
export type LogReader = {
  readonly get: (position: number) => Buffer | undefined
  /** From `position` on, in log order. */
  readonly forwards: (position: number, limit: number) => Entry[]
  /** Below `position`, last first. */
  readonly backwards: (position: number, limit: number) => Entry[]
  /** Whether an event stands or, before a scavenge, may have stood there. */
  readonly isPlace: (position: number) => boolean
}

/** Where a chunk's records end in its file. */
export const sizeIn = (extent: Extent, index: number): number => {
  const chunks = extent.chunks()
  const chunk = chunks[index]
  if (chunk === undefined) return 0
  return chunk.scavenged?.size ?? (chunks[index + 1]?.base ?? extent.end()) - chunk.base
}

export const createReader = (extent: Extent): LogReader => {
  const { chunks, end } = extent
  const marks = createMarks()
  const indexOf = (position: number): number =>
    lastAtMost(
      chunks().map(({ base }) => base),
      position,
    )

  /** Takes what is intact; damage is met by who asks for the very place. */
  const take = (
    chunk: Chunk,
    found: Iterable<Found>,
    entries: Entry[],
    limit: number,
  ): 'more' | 'done' => {
    for (const { offset, entry } of found) {
      if (entry === undefined) {
        if (entries.length === 0) throw damageAt(chunk, offset)
        return 'done'
      }
      entries.push(entry)
      if (entries.length >= limit) return 'done'
    }
    return 'more'
  }

  const get = (position: number): Buffer | undefined => {
    if (position >= end()) return undefined
    const index = indexOf(position)
    const chunk = chunks()[index]
    if (chunk === undefined) return undefined
    const size = sizeIn(extent, index)
    if (chunk.scavenged === undefined) {
      const entry = recordAt(chunk, position - chunk.base, size)
      if (entry !== undefined) return entry.bytes
    }
    const offset = marks.offsetOf(chunk, size, position)
    if (offset >= size) return undefined
    const entry = recordAt(chunk, offset, size)
    if (entry === undefined) throw damageAt(chunk, offset)
    return entry.position === position ? entry.bytes : undefined
  }

  return {
    get,
    forwards: (position, limit) => {
      const entries: Entry[] = []
      if (position >= end() || limit <= 0) return entries
      const first = Math.max(0, indexOf(position))
      for (let index = first; index < chunks().length; index++) {
        const chunk = chunks()[index]
        if (chunk === undefined) break
        const size = sizeIn(extent, index)
        const from = index === first ? marks.offsetOf(chunk, size, position) : 0
        if (take(chunk, scan(chunk, from, size, limit), entries, limit) === 'done') break
      }
      return entries
    },
    backwards: (position, limit) => {
      const entries: Entry[] = []
      if (limit <= 0) return entries
      const first = position >= end() ? chunks().length - 1 : indexOf(position)
      for (let index = first; index >= 0; index--) {
        const chunk = chunks()[index]
        if (chunk === undefined) break
        const size = sizeIn(extent, index)
        const below =
          index === first && position < end() ? marks.offsetOf(chunk, size, position) : size
        if (take(chunk, scanBackwards(chunk, below, limit), entries, limit) === 'done') break
      }
      return entries
    },
    isPlace: (position) =>
      get(position) !== undefined ||
      (position < end() && chunks()[indexOf(position)]?.scavenged !== undefined),
  }
}
