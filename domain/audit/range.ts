import { nodeHash, type Sha256 } from './hashes.ts'

/** A perfect subtree of 2^level leaves. */
export type Peak = { readonly level: number; readonly hash: Uint8Array }

/**
 * Leaves from `begin` up to `end` as the fewest perfect subtrees, from left to right: at most two for each height. Of a whole
 * tree (`begin` 0) this is all that its next root needs to know of it.
 */
export type Range = {
  readonly begin: number
  readonly end: number
  readonly peaks: readonly Peak[]
}

export const emptyRange = (begin = 0): Range => ({ begin, end: begin, peaks: [] })

/**
 * The range with more behind it: leaves (level 0) or greater subtrees, each of which has to begin at a multiple of its size.
 * Costs a hash for each on average.
 */
export const extend = (sha256: Sha256, range: Range, more: readonly Peak[]): Range => {
  const peaks = [...range.peaks]
  let { end } = range
  for (const peak of more) {
    let { level, hash } = peak
    if (end % 2 ** level !== 0)
      throw new RangeError(`no subtree of height ${level} begins at ${end}`)
    end += 2 ** level
    for (;;) {
      const left = peaks.at(-1)
      // Only a left and a right half make a whole.
      if (left?.level !== level || end % 2 ** (level + 1) !== 0) break
      peaks.pop()
      hash = nodeHash(sha256, left.hash, hash)
      level += 1
    }
    peaks.push({ level, hash })
  }
  return { begin: range.begin, end, peaks }
}

export const extendByLeaves = (
  sha256: Sha256,
  range: Range,
  leaves: readonly Uint8Array[],
): Range =>
  extend(
    sha256,
    range,
    leaves.map((hash) => ({ level: 0, hash })),
  )

/** The hash of the tree over a range that begins where a tree may: RFC 6962's MTH. Of no leaves, the hash of nothing. */
export const rootOf = (sha256: Sha256, { peaks }: Pick<Range, 'peaks'>): Uint8Array => {
  const [last, ...others] = [...peaks].reverse()
  if (last === undefined) return sha256()
  return others.reduce((right, left) => nodeHash(sha256, left.hash, right), last.hash)
}
