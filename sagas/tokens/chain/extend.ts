import PQueue from 'p-queue'
import { joinsOn } from '../../../domain/tokens/chain/advance.ts'
import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import type { SeenEntry } from '../../../domain/tokens/chain/entry-events.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { blockOf, insist, NodeUnanswered } from './node.ts'
import type { KnownAccounts } from './of-interest.ts'
import { entriesIn } from './read-block.ts'

/** Questions to a node at a time. */
const concurrency = 8

export type Extension = {
  readonly blocks: readonly LinkedBlock[]
  readonly entries: readonly SeenEntry[]
}

/** The blocks `from` … `to` on top of the tip, and what is in them. Throws NodeUnanswered when they do not stand on it. */
export const readExtension = async (
  port: ChainPort,
  tip: LinkedBlock,
  { from, to }: { readonly from: bigint; readonly to: bigint },
  known: KnownAccounts,
): Promise<Extension> => {
  const numbers = Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index))
  const queue = new PQueue({ concurrency })
  const blocks = await queue.addAll(
    numbers.map((number) => async () => {
      const header = await port.header(number)
      return blockOf(insist(header, `block ${number}`))
    }),
  )
  if (!joinsOn(tip, blocks)) throw new NodeUnanswered('its blocks changed while they were read')
  const entries = await queue.addAll(blocks.map((block) => () => entriesIn(port, block, known)))
  return { blocks, entries: entries.flat() }
}
