import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCheckpoint } from '../embedded/event-store/store/checkpoint.ts'
import { indexFileName, openIndexFile } from '../embedded/event-store/store/index-file.ts'
import { counted, fingerprintOf } from '../embedded/event-store/store/start-check.ts'
import { bytesOf, indexChecker, verified } from '../embedded/event-store/store/verify.ts'
import { openLogFiles, type LogFiles } from './log-files.ts'
import type { OnStep } from '../progress/step.ts'

/** What became of the index: it is made from the log, so that a fault in it costs time and no event. */
export type IndexState =
  | { readonly kind: 'whole' }
  /** The node is running, and writes it. */
  | { readonly kind: 'not-checked' }
  /** The next start makes it anew; `why` says what is wrong with it. */
  | { readonly kind: 'to-be-rebuilt'; readonly why: string }

export type Verification = {
  readonly events: number
  readonly bytes: number
  readonly files: number
  /** The position behind the last event. */
  readonly end: number
  readonly index: IndexState
}

/** The index, if it is safe to open: a file that was changed behind LMDB's back could end this process. */
const openableIndex = (directory: string, { holder }: LogFiles): IndexState => {
  if (holder !== undefined) return { kind: 'not-checked' }
  if (!existsSync(join(directory, indexFileName))) {
    return { kind: 'to-be-rebuilt', why: 'it is missing' }
  }
  const clean = readCheckpoint(directory)?.cleanIndex
  if (clean === undefined)
    return { kind: 'to-be-rebuilt', why: 'the last run did not stop in order' }
  const found = fingerprintOf(directory)
  const isSame =
    found === undefined || (found.size === clean.size && found.checksum === clean.checksum)
  return isSame ? { kind: 'whole' } : { kind: 'to-be-rebuilt', why: 'it is not as it was left' }
}

/**
 * Reads the whole log and its index and checks every byte. Throws StoreDamaged at the first that is not what was written,
 * with its position.
 */
export const verifyStore = async (directory: string, onStep: OnStep): Promise<Verification> => {
  const files = openLogFiles(directory)
  try {
    const { extent } = files
    const bytes = bytesOf(extent)
    const openable = openableIndex(directory, files)
    const index = openable.kind === 'whole' ? openIndexFile(directory) : undefined
    const checker = index === undefined ? undefined : indexChecker(index)
    let events = 0
    let wrong: string | undefined
    const entries = counted(verified(extent), bytes, ({ done, total }) => {
      onStep({ phase: 'verify', done, total, unit: 'bytes' })
    })
    for (const entry of entries) {
      events++
      wrong ??= checker?.check(entry)
    }
    // A crash between the two steps of a scavenge leaves entries that lead to nothing, which readers skip.
    const mayDangle = extent.chunks().some(({ scavenged }) => scavenged !== undefined)
    if (!mayDangle) wrong ??= checker?.end()
    await index?.close()
    return {
      events,
      bytes,
      files: extent.chunks().length,
      end: extent.end(),
      index: wrong === undefined ? openable : { kind: 'to-be-rebuilt', why: wrong },
    }
  } finally {
    files.close()
  }
}
