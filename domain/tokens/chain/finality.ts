import { msOf } from '../../shared/instant.ts'
import { exhausted } from '../../shared/values.ts'
import type { Rest } from './advance.ts'
import { lower, numberOf, type LinkedBlock } from './block.ts'

/** When a block counts as final: as the node's tag says, with so many blocks on it, or when it is so old. */
export type Finality =
  | { readonly by: 'TAG' }
  | { readonly by: 'DEPTH'; readonly depth: number }
  | { readonly by: 'SECONDS'; readonly seconds: number }

/** What the node takes for safe and final. */
export type Tags = { readonly safe: LinkedBlock | null; readonly finalised: LinkedBlock | null }

/** A quarter of what makes a block final makes it safe. */
const quarter = (whole: number): number => Math.ceil(whole / 4)

const below = (number: bigint, depth: number): bigint => {
  const rest = number - BigInt(depth)
  return rest > 0n ? rest : 0n
}

/** A tag counts as far as the blocks bear it out: one that names another block than is kept at its place says nothing. */
const tagged = (tag: LinkedBlock | null, blocks: readonly LinkedBlock[]): bigint => {
  if (tag === null) return 0n
  const own = blocks.find(({ number }) => number === tag.number)
  const top = blocks.at(-1)
  if (top === undefined || (own !== undefined && own.hash !== tag.hash)) return 0n
  return lower(numberOf(tag), numberOf(top))
}

/** The highest block that is so much older than the newest, both by the chain's own time. */
const aged = (blocks: readonly LinkedBlock[], newest: LinkedBlock, seconds: number): bigint => {
  const until = msOf(newest.at) - seconds * 1000
  const old = blocks.filter(({ at }) => msOf(at) <= until).at(-1)
  return old === undefined ? 0n : numberOf(old)
}

/** Up to which blocks all is safe, and final. `blocks`: those that are kept, the lowest first, up to the head. */
export const restOf = (finality: Finality, blocks: readonly LinkedBlock[], tags: Tags): Rest => {
  const head = blocks.at(-1)
  if (head === undefined) return { safe: 0n, finalised: 0n }
  switch (finality.by) {
    case 'TAG':
      return { safe: tagged(tags.safe, blocks), finalised: tagged(tags.finalised, blocks) }
    case 'DEPTH': {
      const number = numberOf(head)
      const { depth } = finality
      return { safe: below(number, quarter(depth)), finalised: below(number, depth) }
    }
    case 'SECONDS': {
      const { seconds } = finality
      return {
        safe: aged(blocks, head, quarter(seconds)),
        finalised: aged(blocks, head, seconds),
      }
    }
    default:
      return exhausted(finality)
  }
}
