import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { chunkSize } from './appender.ts'
import { chunkFileName, closeChunk, draftScavenged, openChunk, type Chunk } from './chunk.ts'
import { digestOn } from './digest.ts'
import type { Index } from './index.ts'
import { checksumOf, revisionOf, streamOf } from './record.ts'
import { damageAt, scan, type Entry } from './scan.ts'

/** What came of some chunks, which are one now. */
export type ScavengedChunks = {
  readonly base: number
  readonly end: number
  readonly chunks: number
  readonly removedEvents: number
  readonly removedBytes: number
}

export type Scavenging = {
  /** Whether an event stays. */
  readonly isKept: (entry: Entry) => boolean
  readonly signal: AbortSignal
  readonly onChunk?: (report: ScavengedChunks) => void | Promise<void>
}

/** The list of chunks, the newest of which is being written. */
export type ChunkList = {
  readonly chunks: () => readonly Chunk[]
  readonly replace: (chunks: readonly Chunk[]) => void
}

type Gone = { readonly streamId: number; readonly revision: number }

/** After so many bytes read everybody else has a turn. */
const sliceBytes = 512 * 1024

const sizeOf = (chunk: Chunk, next: Chunk | undefined): number =>
  chunk.scavenged?.size ?? (next?.base ?? chunk.base) - chunk.base

/** The events of a complete chunk, with pauses. */
async function* entriesOf(
  chunk: Chunk,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<Entry, void, undefined> {
  let read = 0
  for (const { offset, entry } of scan(chunk, 0, size)) {
    if (entry === undefined) throw damageAt(chunk, offset)
    yield entry
    read += entry.bytes.length
    if (read < sliceBytes) continue
    read = 0
    await turn()
    if (signal.aborted) return
  }
}

type Sized = { readonly chunk: Chunk; readonly size: number }

const hasRemovable = async (
  { chunk, size }: Sized,
  { isKept, signal }: Scavenging,
): Promise<boolean> => {
  for await (const entry of entriesOf(chunk, size, signal)) if (!isKept(entry)) return true
  return false
}

/** Chunks that are rewritten into one: as many as fit it even if nothing of them goes. */
const runFrom = (complete: readonly Sized[], from: number): readonly Sized[] => {
  let size = 0
  const run: Sized[] = []
  for (const sized of complete.slice(from)) {
    if (run.length > 0 && size + sized.size > chunkSize) break
    size += sized.size
    run.push(sized)
  }
  return run
}

/** Rewrites a run into one chunk, in its place on disk when it is whole. Undefined when it was stopped. */
const rewrite = async (
  directory: string,
  run: readonly Sized[],
  end: number,
  index: Index,
  { isKept, signal }: Scavenging,
): Promise<
  { readonly chunk: Chunk; readonly gone: readonly Gone[]; readonly bytes: number } | undefined
> => {
  const base = run[0]?.chunk.base ?? end
  const version = 1 + Math.max(...run.map(({ chunk }) => chunk.version))
  const file = join(directory, chunkFileName(base, version))
  const draft = draftScavenged(file, base)
  const gone: Gone[] = []
  let [size, count, digest, bytes] = [0, 0, 0, 0]
  try {
    for (const { chunk, size: chunkBytes } of run) {
      for await (const entry of entriesOf(chunk, chunkBytes, signal)) {
        if (isKept(entry)) {
          draft.add(entry.bytes)
          size += entry.bytes.length
          count++
          digest = digestOn(digest, checksumOf(entry.bytes))
          continue
        }
        bytes += entry.bytes.length
        const streamId = index.streamIdOf(streamOf(entry.bytes))
        if (streamId !== undefined) gone.push({ streamId, revision: revisionOf(entry.bytes) })
      }
    }
  } catch (error) {
    draft.abandon()
    throw error
  }
  if (signal.aborted) {
    draft.abandon()
    return undefined
  }
  await draft.finish({ end, size, count, digest })
  return { chunk: openChunk(file, true), gone, bytes }
}

/**
 * Removes what is not kept from all complete chunks, and joins those that have become small. A chunk is replaced by its
 * successor in one step, so that a crash leaves one or the other; positions and revisions stay what they were.
 */
export const scavengeChunks = async (
  directory: string,
  list: ChunkList,
  index: Index,
  scavenging: Scavenging,
): Promise<void> => {
  const { signal, onChunk } = scavenging
  const all = list.chunks()
  const complete = all.slice(0, -1).map((chunk, i) => ({ chunk, size: sizeOf(chunk, all[i + 1]) }))
  const endAfter = (chunk: Chunk): number => all[all.indexOf(chunk) + 1]?.base ?? chunk.base
  for (let at = 0; at < complete.length; ) {
    const run = runFrom(complete, at)
    at += run.length
    const last = run.at(-1)?.chunk
    if (last === undefined || signal.aborted) return
    let worthIt = run.length > 1
    for (const sized of run) worthIt ||= await hasRemovable(sized, scavenging)
    if (!worthIt) continue
    const end = endAfter(last)
    const done = await rewrite(directory, run, end, index, scavenging)
    if (done === undefined) return
    const old = run.map(({ chunk }) => chunk)
    list.replace(
      list.chunks().flatMap((c) => (c === old[0] ? [done.chunk] : old.includes(c) ? [] : [c])),
    )
    for (const chunk of old) {
      closeChunk(chunk)
      rmSync(chunk.file, { force: true })
    }
    await index.remove(done.gone)
    await onChunk?.({
      base: done.chunk.base,
      end,
      chunks: run.length,
      removedEvents: done.gone.length,
      removedBytes: done.bytes,
    })
  }
}
