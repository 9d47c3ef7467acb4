import type { Chunk } from './chunk.ts'
import { StoreDamaged } from './damage.ts'
import { digestOn } from './digest.ts'
import type { IndexFile } from './index-file.ts'
import { sizeIn, type Extent } from './reader.ts'
import { checksumOf, revisionOf, streamOf } from './record.ts'
import { damageAt, scan, type Entry } from './scan.ts'

/** How far a verification is, in bytes of the log. */
export type Progress = { readonly done: number; readonly total: number; readonly events: number }

export const bytesOf = (extent: Extent): number =>
  extent.chunks().reduce((sum, _chunk, index) => sum + sizeIn(extent, index), 0)

const checkDigest = (
  { scavenged, base, file }: Chunk,
  counted: { readonly count: number; readonly digest: number },
): void => {
  if (scavenged === undefined) return
  if (scavenged.count === counted.count && scavenged.digest === counted.digest) return
  throw new StoreDamaged({
    file,
    position: base,
    what: 'a file does not hold the events it was left with',
  })
}

/**
 * Every event of the log, each checked, chunk by chunk from number `from` on. Yields entries; throws StoreDamaged at the
 * first that is not what was written.
 */
export function* verified(extent: Extent, from = 0): Generator<Entry, void, undefined> {
  for (let index = from; index < extent.chunks().length; index++) {
    const chunk = extent.chunks()[index]
    if (chunk === undefined) return
    let count = 0
    let digest = 0
    for (const { offset, entry } of scan(chunk, 0, sizeIn(extent, index))) {
      if (entry === undefined) throw damageAt(chunk, offset)
      yield entry
      count++
      digest = digestOn(digest, checksumOf(entry.bytes))
    }
    checkDigest(chunk, { count, digest })
  }
}

/** Checks that the index finds exactly the events of the log; gives what is wrong, or undefined. */
export const indexChecker = (
  index: Pick<IndexFile, 'streamIdOf' | 'positionOf' | 'count'>,
): {
  readonly check: (entry: Entry) => string | undefined
  readonly end: () => string | undefined
} => {
  let count = 0
  return {
    check: ({ position, bytes }) => {
      count++
      const stream = streamOf(bytes)
      const id = index.streamIdOf(stream)
      const found = id === undefined ? undefined : index.positionOf(id, revisionOf(bytes))
      return found === position
        ? undefined
        : `the index does not lead to event ${revisionOf(bytes)} of ${stream} at position ${position}`
    },
    end: () => {
      const more = index.count() - count
      return more === 0 ? undefined : `the index holds ${more} entries more than the log events`
    },
  }
}
