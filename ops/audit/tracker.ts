import {
  emptyRange,
  extend,
  extendByLeaves,
  rootOf,
  type Peak,
  type Range,
} from '../../domain/audit/range.ts'
import type { TreeHead } from '../../domain/audit/head-text.ts'
import { bytesOf, hexOf, sha256 } from '../../platform/audit/sha256.ts'

/** What came of holding leaves against signed heads. Sizes count leaves of the whole tree. */
export type Tracked = {
  /** Heads whose root the leaves have, and the size of the last of them. */
  readonly matched: number
  readonly provedTo: number
  /** The first head whose root they do not have. */
  readonly bad?: TreeHead
  /** The first head of more leaves than there are. */
  readonly beyond?: TreeHead
}

export type Tracker = {
  readonly add: (leaves: readonly Uint8Array[]) => void
  /** What is not there leaf by leaf: subtrees behind the leaves, up to a head. */
  readonly skip: (right: readonly Peak[]) => void
  readonly size: () => number
  readonly end: () => Tracked
}

type Start = { readonly begin: number; readonly left: readonly Peak[] }

/** Holds leaves against heads as they come by. `heads` are in order of size, their signatures good. */
export const createTracker = (
  heads: readonly TreeHead[],
  { begin, left }: Start = { begin: 0, left: [] },
): Tracker => {
  const waiting = heads.filter(({ size }) => size >= begin)
  let range: Range = extend(sha256, emptyRange(), left)
  let [matched, provedTo] = [0, 0]
  let bad: TreeHead | undefined
  const look = (): void => {
    for (let next = waiting[0]; next?.size === range.end; next = waiting[0]) {
      waiting.shift()
      if (hexOf(rootOf(sha256, range)) !== next.root) bad ??= next
      else if (bad === undefined) {
        matched += 1
        provedTo = next.size
      }
    }
  }
  look()
  return {
    add: (leaves) => {
      let rest = leaves
      while (rest.length > 0) {
        const stop = waiting[0] === undefined ? rest.length : waiting[0].size - range.end
        range = extendByLeaves(sha256, range, rest.slice(0, stop))
        rest = rest.slice(stop)
        look()
      }
    },
    skip: (right) => {
      range = extend(sha256, range, right)
      // Those in between cannot be looked at.
      while (waiting[0] !== undefined && waiting[0].size < range.end) waiting.shift()
      look()
    },
    size: () => range.end,
    end: () => ({
      matched,
      provedTo,
      ...(bad === undefined ? {} : { bad }),
      ...(waiting[0] === undefined ? {} : { beyond: waiting[0] }),
    }),
  }
}

export const peakOf = (peak: { readonly level: number; readonly hash: string }): Peak => ({
  level: peak.level,
  hash: bytesOf(peak.hash),
})
