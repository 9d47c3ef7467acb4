import type { Sha256 } from '../../domain/audit/hashes.ts'
import { emptyRange, extendByLeaves, rootOf, type Peak } from '../../domain/audit/range.ts'
import type { Place } from '../../domain/audit/span.ts'

/** The tiles do not hold what they should: they are to be built anew. */
export class TilesDamaged extends Error {
  override readonly name = 'TilesDamaged'
}

/** Hashes of a tile, and how many levels of the tree it spans. */
export const tileHeight = 8
export const tileSize = 256
const hashBytes = 32

export type Tile = {
  readonly level: number
  readonly index: number
  readonly hashes: readonly Uint8Array[]
}

export const packed = (hashes: readonly Uint8Array[]): Buffer => Buffer.concat(hashes)

export const unpacked = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.floor(bytes.length / hashBytes) }, (_, i) =>
    bytes.subarray(i * hashBytes, (i + 1) * hashBytes),
  )

/** The root of hashes that are subtrees of one height, as many as make a whole. */
const rootOfWhole = (sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array =>
  rootOf(sha256, extendByLeaves(sha256, emptyRange(), hashes))

/**
 * The tiles that change when leaves are added behind `size` of them. `tail` answers the hashes of the last tile of a level
 * when it is not full. Every tile that is filled is one hash of the level above it.
 */
export const grow = async (
  sha256: Sha256,
  size: number,
  leaves: readonly Uint8Array[],
  tail: (level: number, index: number) => Promise<readonly Uint8Array[]>,
): Promise<readonly Tile[]> => {
  const changed: Tile[] = []
  let [level, count, more] = [0, size, leaves]
  while (more.length > 0) {
    const first = Math.floor(count / tileSize)
    const before = count % tileSize === 0 ? [] : await tail(level, first)
    if (before.length !== count % tileSize)
      throw new TilesDamaged(`tile ${first} of level ${level} holds ${before.length} hashes`)
    const all = [...before, ...more]
    const filled: Uint8Array[] = []
    for (let i = 0; i < all.length; i += tileSize) {
      const hashes = all.slice(i, i + tileSize)
      changed.push({ level, index: first + i / tileSize, hashes })
      if (hashes.length === tileSize) filled.push(rootOfWhole(sha256, hashes))
    }
    ;[level, count, more] = [level + 1, first, filled]
  }
  return changed
}

/** The tile that holds what a subtree is made of, and which of its hashes those are. */
export const within = ({ level, index }: Place) => {
  const width = 2 ** (level % tileHeight)
  const first = index * width
  const tile = Math.floor(first / tileSize)
  return { level: Math.floor(level / tileHeight), index: tile, from: first % tileSize, width }
}

/** A subtree's hash, out of the hashes of its tile. */
export const peakIn = (sha256: Sha256, place: Place, hashes: readonly Uint8Array[]): Peak => {
  const { from, width } = within(place)
  const some = hashes.slice(from, from + width)
  if (some.length < width) throw new TilesDamaged('the tiles do not hold all of a subtree')
  return { level: place.level, hash: rootOfWhole(sha256, some) }
}
