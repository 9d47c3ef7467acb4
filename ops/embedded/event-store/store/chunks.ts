import { ftruncateSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  bytesIn,
  chunkHeaderSize,
  chunkFileName,
  closeChunk,
  createChunk,
  isChunkFile,
  openChunk,
  type Chunk,
} from './chunk.ts'
import { StoreDamaged } from './damage.ts'
import { isLastOfAppend } from './record.ts'
import { scan } from './scan.ts'

/** The position of the first event; 0 is none's. */
export const firstPosition = 256

/** The files of a log that count, in order, and those that scavenged ones have taken the place of. */
export type ChunkSet = { readonly chunks: readonly Chunk[]; readonly replaced: readonly Chunk[] }

/** Whether a scavenged chunk has taken another's place. */
export const covers = (by: Chunk, chunk: Chunk): boolean =>
  by.scavenged !== undefined &&
  by.version > chunk.version &&
  chunk.base >= by.base &&
  chunk.base < by.scavenged.end

/** Where a chunk's records end in its file, if nothing follows it. */
const fileEndOf = (chunk: Chunk): number => chunk.scavenged?.end ?? chunk.base + bytesIn(chunk)

const damaged = (what: string, position: number, file: string): StoreDamaged =>
  new StoreDamaged({ what, position, file })

const checkOrder = (directory: string, chunks: readonly Chunk[]): void => {
  let end = firstPosition
  for (const chunk of chunks) {
    const { base, file, scavenged } = chunk
    if (base > end) throw damaged('a part of the log is missing', end, directory)
    if (base < end) throw damaged('a file is longer than it was left', base, file)
    if (scavenged !== undefined && bytesIn(chunk) !== scavenged.size) {
      throw damaged('a file is not as long as it was left', base, file)
    }
    end = fileEndOf(chunk)
  }
}

/** Opens the files of a log and checks that they follow one another. Throws StoreDamaged. */
export const openChunkSet = (directory: string, writable = false): ChunkSet => {
  const all: Chunk[] = []
  try {
    for (const name of readdirSync(directory).filter(isChunkFile)) {
      all.push(openChunk(join(directory, name), writable))
    }
    const replaced = all.filter((chunk) => all.some((by) => covers(by, chunk)))
    const chunks = all.filter((chunk) => !replaced.includes(chunk)).sort((a, b) => a.base - b.base)
    checkOrder(directory, chunks)
    return { chunks, replaced }
  } catch (error) {
    all.forEach(closeChunk)
    throw error
  }
}

export const closeChunkSet = ({ chunks, replaced }: ChunkSet): void =>
  [...chunks, ...replaced].forEach(closeChunk)

/** The position behind what the files hold. */
export const endOfFiles = (chunks: readonly Chunk[]): number => {
  const last = chunks.at(-1)
  return last === undefined ? firstPosition : fileEndOf(last)
}

/**
 * Where the log ends: behind what was acknowledged, and whole appends behind that. A crash may leave the beginning of an
 * append there that nobody was told of; anything else is damage, and is found by reading.
 */
export const endOfLog = (chunks: readonly Chunk[], acknowledged: number): number => {
  const last = chunks.at(-1)
  const files = endOfFiles(chunks)
  if (files < acknowledged) {
    throw damaged('the log ends before what was acknowledged', files, last?.file ?? '')
  }
  if (last === undefined || last.scavenged !== undefined) return files
  let end = Math.max(acknowledged, last.base)
  for (const { entry } of scan(last, end - last.base, bytesIn(last))) {
    if (entry !== undefined && isLastOfAppend(entry.bytes)) {
      end = entry.position + entry.bytes.length
    }
  }
  return end
}

/** The files that scavenged ones replaced, and drafts, go; the log ends at `end`. Gives the chunk to append to. */
export const tidy = (directory: string, { chunks, replaced }: ChunkSet, end: number): Chunk[] => {
  for (const name of readdirSync(directory)) {
    if (/^(chunk-.*|writer\.chk)\.draft$/.test(name)) rmSync(join(directory, name), { force: true })
  }
  for (const chunk of replaced) {
    closeChunk(chunk)
    rmSync(chunk.file, { force: true })
  }
  const last = chunks.at(-1)
  if (last?.scavenged === undefined && last !== undefined) {
    if (fileEndOf(last) > end) ftruncateSync(last.fd, chunkHeaderSize + end - last.base)
    return [...chunks]
  }
  return [...chunks, createChunk(join(directory, chunkFileName(end, 0)), end)]
}
