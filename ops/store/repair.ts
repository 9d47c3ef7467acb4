import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  checkpointFile,
  createCheckpoint,
  readCheckpoint,
} from '../embedded/event-store/store/checkpoint.ts'
import {
  bytesIn,
  chunkFileName,
  chunkHeaderSize,
  closeChunk,
  draftScavenged,
  isChunkFile,
  openChunk,
  type Chunk,
} from '../embedded/event-store/store/chunk.ts'
import { covers, firstPosition } from '../embedded/event-store/store/chunks.ts'
import { StoreDamaged } from '../embedded/event-store/store/damage.ts'
import { digestOn } from '../embedded/event-store/store/digest.ts'
import { readAt } from '../embedded/event-store/store/files.ts'
import { removeIndexFile } from '../embedded/event-store/store/index-file.ts'
import {
  checksumOf,
  isLastOfAppend,
  revisionOf,
  streamOf,
  typeOf,
} from '../embedded/event-store/store/record.ts'
import { scan, type Entry } from '../embedded/event-store/store/scan.ts'
import { requireStore } from './log-files.ts'

/** An event that would go, as far as it can still be read. */
export type LostEvent = {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly type: string
}

/** What stands in the way of a start, and what cutting the log off there costs. */
export type RepairPlan = {
  /** The log would end here: behind the last whole append before the damage. */
  readonly truncateAt: number
  readonly reason: string
  readonly lost: readonly LostEvent[]
  /** How much was acknowledged and can't be read, so that nobody can say what it was. */
  readonly unreadableBytes: number
}

type Opened = { readonly file: string; readonly chunk?: Chunk; readonly base: number }

const openAll = (directory: string): Opened[] => {
  const opened = readdirSync(directory)
    .filter(isChunkFile)
    .sort()
    .map((name): Opened => {
      const file = join(directory, name)
      const base = Number(name.slice(6, 22))
      try {
        return { file, base, chunk: openChunk(file, false) }
      } catch (error) {
        if (!(error instanceof StoreDamaged)) throw error
        return { file, base }
      }
    })
  // What a scavenge has replaced may still lie there.
  return opened.filter(
    ({ chunk }) =>
      chunk === undefined ||
      !opened.some((other) => other.chunk !== undefined && covers(other.chunk, chunk)),
  )
}

const sizeOf = (chunk: Chunk): number =>
  chunk.scavenged === undefined ? bytesIn(chunk) : Math.min(bytesIn(chunk), chunk.scavenged.size)

const markBytes = Buffer.from('QHr2', 'latin1')

/** Every intact event of a chunk from an offset on, over what is damaged in between. */
function* readable(chunk: Chunk, from: number): Generator<Entry, void, undefined> {
  const size = sizeOf(chunk)
  const bytes = readAt(chunk.fd, chunkHeaderSize, size)
  let offset = from
  while (offset >= 0 && offset < size) {
    let next = offset
    for (const { entry } of scan(chunk, offset, size)) {
      if (entry === undefined) break
      yield entry
      next += entry.bytes.length
    }
    offset = bytes.indexOf(markBytes, next + 1)
  }
}

type Whole = {
  /** Behind the last whole append. */
  readonly end: number
  readonly reason?: string
  /** The chunk at fault, or to be cut, and where in it. */
  readonly at?: { readonly index: number; readonly offset: number }
}

/** Follows the log to the first thing that is not as it was left. */
const followWhole = (opened: readonly Opened[]): Whole => {
  let end = firstPosition
  let expected = firstPosition
  for (const [index, { chunk, base, file }] of opened.entries()) {
    const at = { index, offset: 0 }
    if (chunk === undefined) return { end, at, reason: `the head of ${file} can't be read` }
    if (base !== expected)
      return { end, at, reason: `a part of the log is missing at position ${expected}` }
    let offset = 0
    let wholeTo = 0
    let found: string | undefined
    for (const { entry } of scan(chunk, 0, sizeOf(chunk))) {
      if (entry === undefined) {
        found = `an event is not what was written at position ${chunk.scavenged === undefined ? base + offset : `${base} or later`}`
        break
      }
      offset += entry.bytes.length
      if (!isLastOfAppend(entry.bytes)) continue
      wholeTo = offset
      end = entry.position + entry.bytes.length
    }
    if (found === undefined && chunk.scavenged !== undefined && offset !== chunk.scavenged.size) {
      found = `${file} is shorter than it was left`
    }
    if (found !== undefined) return { end, reason: found, at: { index, offset: wholeTo } }
    expected = chunk.scavenged?.end ?? base + offset
    if (chunk.scavenged !== undefined) end = expected
  }
  return { end }
}

const describe = ({ position, bytes }: Entry): LostEvent => ({
  position,
  stream: streamOf(bytes),
  revision: revisionOf(bytes),
  type: typeOf(bytes),
})

/** Says what is wrong with a store that nobody runs, and what would be lost. Undefined when there is nothing to repair. */
export const planRepair = (directory: string): RepairPlan | undefined => {
  requireStore(directory)
  const opened = openAll(directory)
  try {
    const { end, reason, at } = followWhole(opened)
    const state = existsSync(join(directory, checkpointFile))
      ? readCheckpoint(directory)
      : undefined
    const lost =
      at === undefined
        ? []
        : opened
            .slice(at.index)
            .flatMap(({ chunk }, i) =>
              chunk === undefined ? [] : [...readable(chunk, i === 0 ? at.offset : 0)],
            )
    const lostBytes = lost.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const acknowledged = state?.end ?? end
    const unreadableBytes = Math.max(0, acknowledged - end - lostBytes)
    const why =
      reason ??
      (state === undefined
        ? 'the writer’s checkpoint can’t be read'
        : end < acknowledged
          ? `the log ends at position ${end}, before what was acknowledged`
          : undefined)
    if (why === undefined) return undefined
    return { truncateAt: end, reason: why, lost: lost.map(describe), unreadableBytes }
  } finally {
    for (const { chunk } of opened) if (chunk !== undefined) closeChunk(chunk)
  }
}

/** Ends a scavenged chunk earlier: what is left of it is written anew. */
const cutScavenged = async (
  directory: string,
  chunk: Chunk,
  offset: number,
  end: number,
): Promise<void> => {
  const draft = draftScavenged(
    join(directory, chunkFileName(chunk.base, chunk.version + 1)),
    chunk.base,
  )
  let [count, digest] = [0, 0]
  for (const { entry } of scan(chunk, 0, offset)) {
    if (entry === undefined) break
    draft.add(entry.bytes)
    count++
    digest = digestOn(digest, checksumOf(entry.bytes))
  }
  await draft.finish({ end, size: offset, count, digest })
}

/**
 * Cuts the log off where the plan says. What is cut off is kept beside it in a directory of its own, whose name is given.
 */
export const carryOut = async (directory: string, plan: RepairPlan): Promise<string> => {
  const aside = join(directory, `cut-${plan.truncateAt}`)
  mkdirSync(aside, { recursive: true })
  const opened = openAll(directory)
  const { at, end } = followWhole(opened)
  if (at !== undefined) {
    for (const [i, { file, chunk }] of opened.slice(at.index).entries()) {
      copyFileSync(file, join(aside, basename(file)))
      if (i === 0 && chunk !== undefined && at.offset > 0) {
        if (chunk.scavenged === undefined) {
          truncateSync(file, chunkHeaderSize + at.offset)
          continue
        }
        await cutScavenged(directory, chunk, at.offset, end)
      }
      rmSync(file, { force: true })
    }
  }
  for (const { chunk } of opened) if (chunk !== undefined) closeChunk(chunk)
  removeIndexFile(directory)
  createCheckpoint(directory, { end })
  return aside
}
