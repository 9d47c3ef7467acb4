import { createHash } from 'node:crypto'

const bytes = 4

/**
 * A short hash of a command id or a key. Two of a book's names share one with another name once in 2³² ÷ (names in the
 * book): then the book is read in vain, and says that it does not have it.
 */
export const shortHash = (name: string): number =>
  createHash('sha256').update(name).digest().readUInt32BE(0)

/** Sorted, each once; base64. */
export const digestOf = (names: Iterable<string>): string => {
  const hashes = Uint32Array.from(new Set([...names].map(shortHash))).sort()
  const packed = Buffer.alloc(hashes.length * bytes)
  hashes.forEach((hash, index) => packed.writeUInt32BE(hash, index * bytes))
  return packed.toString('base64')
}

export const readDigest = (known: string): Uint32Array => {
  const packed = Buffer.from(known, 'base64')
  return Uint32Array.from({ length: packed.length / bytes }, (_, index) =>
    packed.readUInt32BE(index * bytes),
  )
}

/** Whether a name of this hash may be there: never wrong when it says no. */
export const mayHave = (sorted: Uint32Array, hash: number): boolean => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < hash) low = middle + 1
    else high = middle
  }
  return sorted[low] === hash
}
