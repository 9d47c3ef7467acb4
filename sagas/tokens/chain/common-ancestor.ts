import { numberOf, type LinkedBlock } from '../../../domain/tokens/chain/block.ts'

/** The hash of the block that a node has at a height; nothing when it has none. */
export type HashAt = (number: bigint) => Promise<string | undefined>

/**
 * The highest of the blocks (the lowest first) that the node has, too; nothing when it has none of them. Whatever stands
 * under a block that both have they have in common, so it is looked for by halves.
 */
export const commonAncestor = async (
  blocks: readonly LinkedBlock[],
  hashAt: HashAt,
): Promise<LinkedBlock | undefined> => {
  let [low, high] = [0, blocks.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const block = blocks[middle]
    if (block !== undefined && (await hashAt(numberOf(block))) === block.hash) low = middle + 1
    else high = middle
  }
  return blocks[low - 1]
}
