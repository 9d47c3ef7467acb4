import { chunkHeaderSize, type Chunk } from './chunk.ts'
import { StoreDamaged } from './damage.ts'
import { readAt } from './files.ts'
import { headerSize, isIntact, lengthAt, positionOf, streamOf, trailerSize } from './record.ts'

/** A record of the log, checked. */
export type Entry = { readonly position: number; readonly bytes: Buffer }

/** What stands at an offset of a chunk: a record, or, without bytes, something that is none. */
export type Found = { readonly offset: number; readonly entry?: Entry }

const largestBlock = 256 * 1024
const smallestBlock = 4 * 1024

const blockFor = (records: number): number =>
  Math.min(largestBlock, Math.max(smallestBlock, records * 1024))

const entryOf = (chunk: Chunk, offset: number, bytes: Buffer): Entry | undefined => {
  const position = chunk.scavenged === undefined ? chunk.base + offset : positionOf(bytes)
  return isIntact(bytes, position) ? { position, bytes } : undefined
}

/**
 * The records of a chunk from an offset on, in order; `size` is where the chunk's records end, `expected` how many are
 * likely wanted. What is not intact is told once, and ends it.
 */
export function* scan(
  chunk: Chunk,
  from: number,
  size: number,
  expected = Infinity,
): Generator<Found, void, undefined> {
  const block = blockFor(expected)
  let offset = from
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  const fill = (least: number): void => {
    const want = Math.min(Math.max(least, block), size - offset)
    bytes = readAt(chunk.fd, chunkHeaderSize + offset, want)
    at = 0
  }
  while (offset < size) {
    if (bytes.length - at < headerSize) fill(headerSize)
    const length = lengthAt(bytes, at)
    if (length !== undefined && offset + length <= size && bytes.length - at < length) fill(length)
    const entry =
      length === undefined || bytes.length - at < length
        ? undefined
        : entryOf(chunk, offset, bytes.subarray(at, at + length))
    if (entry === undefined) {
      yield { offset }
      return
    }
    yield { offset, entry }
    offset += entry.bytes.length
    at += entry.bytes.length
  }
}

/** The records of a chunk that end at or before an offset, last first. */
export function* scanBackwards(
  chunk: Chunk,
  below: number,
  expected: number,
): Generator<Found, void, undefined> {
  let offset = below
  let start = below
  let bytes: Buffer = Buffer.alloc(0)
  const fill = (least: number): void => {
    start = Math.max(0, offset - Math.max(least, blockFor(expected)))
    bytes = readAt(chunk.fd, chunkHeaderSize + start, offset - start)
  }
  while (offset > 0) {
    if (offset - start < trailerSize) fill(trailerSize)
    const length =
      bytes.length < offset - start ? 0 : bytes.readUInt32LE(offset - start - trailerSize)
    const sound = length >= headerSize + trailerSize && length <= offset
    if (sound && offset - length < start) fill(length)
    const entry = sound
      ? entryOf(chunk, offset - length, bytes.subarray(offset - length - start, offset - start))
      : undefined
    if (entry === undefined) {
      yield { offset: Math.max(0, offset - (sound ? length : trailerSize)) }
      return
    }
    offset -= length
    yield { offset, entry }
  }
}

/** The record that begins at an offset, if an intact one does. */
export const recordAt = (chunk: Chunk, offset: number, size: number): Entry | undefined => {
  if (offset < 0 || offset >= size) return undefined
  const [found] = scan(chunk, offset, size, 1)
  return found?.entry
}

/** The name of the stream, as far as damaged bytes still tell it. */
const streamNear = (chunk: Chunk, offset: number): string | undefined => {
  const bytes = readAt(chunk.fd, chunkHeaderSize + offset, 16 * 1024)
  if (bytes.length < headerSize || bytes.readUInt32LE(36) > 4096) return undefined
  const name = streamOf(bytes)
  return /^[\x20-\x7e]+$/.test(name) ? name : undefined
}

/** The error for what stands at an offset and is no record. */
export const damageAt = (chunk: Chunk, offset: number): StoreDamaged => {
  const stream = streamNear(chunk, offset)
  return new StoreDamaged({
    file: chunk.file,
    what: 'an event is not what was written',
    ...(chunk.scavenged === undefined ? { position: chunk.base + offset } : {}),
    ...(stream === undefined ? {} : { stream }),
  })
}
