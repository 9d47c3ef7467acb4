import type { Block } from '../chain/block.ts'
import type { Market } from './fees.ts'
import type { ShownInclusion } from './transaction-command.ts'

/** How far the chain is past a block, as its policy has it. */
export type Rest = 'LATEST' | 'SAFE' | 'FINALISED'

export type Mined = Omit<ShownInclusion, 'hash'>

/** What the chain's node knows of one attempt. NOTHING: asked, it said that it has none. UNANSWERED says nothing. */
export type Sighting =
  | ({ readonly kind: 'INCLUDED'; readonly rest: Rest } & Mined)
  | { readonly kind: 'WAITS' }
  | { readonly kind: 'NOTHING' }
  | { readonly kind: 'UNANSWERED' }

/** What the chain shows of a transaction, its counts asked before its attempts. */
export type View = {
  /** How many nonces of the key are used up in the newest block. */
  readonly used: number
  /** And for good; undefined where the node does not say. */
  readonly usedForGood: number | undefined
  /** By hash. */
  readonly attempts: ReadonlyMap<string, Sighting>
  /** The block that stands now where the transaction was included; undefined when the node has none there. */
  readonly instead?: Block
  readonly market: Market | undefined
}
