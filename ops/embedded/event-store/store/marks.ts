import { LRUCache } from 'lru-cache'
import type { Chunk } from './chunk.ts'
import { readAt } from './files.ts'
import { chunkHeaderSize } from './chunk.ts'
import { headerSize, lengthAt, positionOf } from './record.ts'
import { damageAt, recordAt, scan } from './scan.ts'

/** Finds the place of a position in a chunk. */
export type Marks = {
  /** The offset of the first record at or behind a position; `size` when there is none. Throws StoreDamaged. */
  readonly offsetOf: (chunk: Chunk, size: number, position: number) => number
}

type Known = { readonly positions: number[]; readonly offsets: number[]; upTo: number }

/** How many bytes lie between two known places, at least. */
const distance = 16 * 1024
const chunksKnown = 64

/** The last index whose value is at most `wanted`; -1 when there is none. */
export const lastAtMost = (sorted: readonly number[], wanted: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? Infinity) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The length that a record at this very position says it has. */
const lengthOf = (chunk: Chunk, size: number, position: number): number | undefined => {
  const offset = position - chunk.base
  if (offset < 0 || offset >= size) return undefined
  const header = readAt(chunk.fd, chunkHeaderSize + offset, headerSize)
  return lengthAt(header) !== undefined && positionOf(header) === position
    ? lengthAt(header)
    : undefined
}

export const createMarks = (): Marks => {
  const known = new LRUCache<string, Known>({ max: chunksKnown })

  /** Reads on to the end of the chunk and remembers places on the way. */
  const learn = (chunk: Chunk, size: number): Known => {
    const marks = known.get(chunk.file) ?? { positions: [], offsets: [], upTo: 0 }
    known.set(chunk.file, marks)
    for (const { offset, entry } of scan(chunk, marks.upTo, size)) {
      if (entry === undefined) throw damageAt(chunk, offset)
      if (offset >= (marks.offsets.at(-1) ?? -distance) + distance) {
        marks.positions.push(entry.position)
        marks.offsets.push(offset)
      }
      marks.upTo = offset + entry.bytes.length
    }
    return marks
  }

  const search = (chunk: Chunk, size: number, position: number): number => {
    const marks = learn(chunk, size)
    const from = marks.offsets[lastAtMost(marks.positions, position)] ?? 0
    for (const { offset, entry } of scan(chunk, from, size, 32)) {
      if (entry === undefined) throw damageAt(chunk, offset)
      if (entry.position >= position) return offset
    }
    return size
  }

  return {
    offsetOf: (chunk, size, position) => {
      if (position <= chunk.base) return 0
      if (chunk.scavenged !== undefined) return search(chunk, size, position)
      // An event's own position, and the one behind the position just read, are nearly all that is asked for.
      const offset = position - chunk.base
      if (recordAt(chunk, offset, size) !== undefined) return offset
      const before = lengthOf(chunk, size, position - 1)
      const next = before === undefined ? undefined : offset - 1 + before
      if (next !== undefined && (next === size || recordAt(chunk, next, size) !== undefined))
        return next
      return search(chunk, size, position)
    },
  }
}
