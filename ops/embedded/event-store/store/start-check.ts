import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { indexEntries } from './build-index.ts'
import type { WriterState } from './checkpoint.ts'
import { readAt } from './files.ts'
import { indexFileName, openIndexFile, removeIndexFile, type IndexFile } from './index-file.ts'
import { createReader, sizeIn, type Extent } from './reader.ts'
import type { Entry } from './scan.ts'
import { bytesOf, verified, type Progress } from './verify.ts'

/** What a start does beyond opening files, said in a line. */
export type Notice = (text: string) => void

/** How much of the log's newest part is read and checked before anything is served. */
export const checkedAtStart = 256 * 1024 * 1024
/** After a crash an index up to this much log is built anew rather than believed. */
const rebuiltAtStart = 128 * 1024 * 1024
const largestIndexChecked = 1024 * 1024 * 1024
const block = 1024 * 1024

/** Size and checksum of the closed index file; undefined when it is missing or too large to be read at every start. */
export const fingerprintOf = (
  directory: string,
): { readonly size: number; readonly checksum: number } | undefined => {
  const file = join(directory, indexFileName)
  if (!existsSync(file)) return undefined
  const { size } = statSync(file)
  if (size > largestIndexChecked) return undefined
  const fd = openSync(file, 'r')
  try {
    let checksum = 0
    for (let at = 0; at < size; at += block) {
      checksum = crc32(readAt(fd, at, Math.min(block, size - at)), checksum)
    }
    return { size, checksum }
  } finally {
    closeSync(fd)
  }
}

/** Number of the first chunk of the newest part of the log that is checked before serving. */
const firstChecked = (extent: Extent): number => {
  let bytes = 0
  let index = extent.chunks().length
  while (index > 0 && bytes < checkedAtStart) bytes += sizeIn(extent, --index)
  return index
}

/** The same entries, told in steps. */
export function* counted(
  entries: Iterable<Entry>,
  total: number,
  onProgress: (progress: Progress) => void,
  every = 10_000,
): Generator<Entry, void, undefined> {
  let done = 0
  let events = 0
  for (const entry of entries) {
    yield entry
    done += entry.bytes.length
    if (++events % every === 0) onProgress({ done, total, events })
  }
  onProgress({ done, total, events })
}

const isUntouched = (directory: string, { cleanIndex }: WriterState): boolean => {
  if (cleanIndex === undefined || !existsSync(join(directory, indexFileName))) return false
  // Too large to be looked at: a clean stop is believed.
  if (cleanIndex.size === 0) return true
  const found = fingerprintOf(directory)
  return found?.size === cleanIndex.size && found.checksum === cleanIndex.checksum
}

/** Makes the index anew from the log, all of which is checked on the way. */
export const rebuildIndex = (
  directory: string,
  extent: Extent,
  onProgress: (progress: Progress) => void = () => undefined,
): IndexFile => {
  removeIndexFile(directory)
  const index = openIndexFile(directory)
  indexEntries(index, counted(verified(extent), bytesOf(extent), onProgress), extent.end())
  return index
}

/** Reads all of them, which is what checks them. */
export const countOf = (entries: Iterable<Entry>): number => {
  const iterator = entries[Symbol.iterator]()
  let count = 0
  while (iterator.next().done !== true) count++
  return count
}

/** Entries from a position on, as far as they are not in the index. */
function* entriesFrom(extent: Extent, position: number): Generator<Entry, void, undefined> {
  const reader = createReader(extent)
  let next = position
  for (;;) {
    const page = reader.forwards(next, 1_000)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    next = last.position + last.bytes.length
  }
}

/**
 * Checks the log before it is served, at a bounded cost, and opens its index: as a clean stop left it, or else built anew
 * or brought up to date. Throws StoreDamaged.
 */
export const checkAndIndex = (
  directory: string,
  extent: Extent,
  state: WriterState,
  notice: Notice,
): IndexFile => {
  const untouched = isUntouched(directory, state)
  const small = bytesOf(extent) <= rebuiltAtStart
  const missing = !existsSync(join(directory, indexFileName))
  if (missing || (!untouched && (small || state.cleanIndex !== undefined))) {
    if (state.cleanIndex !== undefined) {
      notice('the index is not as it was left: it is built anew from the log')
    }
    return rebuildIndex(directory, extent)
  }
  countOf(verified(extent, firstChecked(extent)))
  const index = openIndexFile(directory)
  const { end } = extent
  if (index.indexedTo() < end()) indexEntries(index, entriesFrom(extent, index.indexedTo()), end())
  if (index.indexedTo() === end()) return index
  notice('the index is ahead of the log: it is built anew')
  return rebuildIndex(directory, extent)
}
