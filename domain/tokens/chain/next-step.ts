import { numberOf, type LinkedBlock } from './block.ts'
import type { Halt } from './cursor.ts'

/** What a node shows at one look. */
export type Shown = {
  readonly latest: LinkedBlock
  /** What it has where the tip is; nothing if it has no block there, whatever it says is its newest. */
  readonly atTip?: LinkedBlock
  /** The first block of all, and what the node says it serves. */
  readonly genesis: string
  readonly chainId: string
}

/** What was looked at last, and what is known of the chain besides. */
export type Known = {
  readonly tip: LinkedBlock
  readonly genesis: string
  readonly chainId: string
  readonly halted?: Halt
}

export type Step =
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'REST'; readonly why: 'HALTED' | 'NODE_BEHIND' }
  | { readonly kind: 'HALT'; readonly code: 'WRONG_CHAIN'; readonly detail: string }
  /** Another block stands where the tip was: the ancestor is to be found. */
  | { readonly kind: 'LOOK_BACK' }
  /** Nothing new, but more of it may have come to rest. */
  | { readonly kind: 'SETTLE' }
  | { readonly kind: 'EXTEND'; readonly from: bigint; readonly to: bigint }

/**
 * What to do next about a chain. A node that is behind the tip is waited for, whatever it shows: it lags, or is on its way
 * to another branch, and only one that has come as far is believed that blocks are gone.
 */
export const nextStep = (known: Known | undefined, shown: Shown, batch: number): Step => {
  if (known === undefined) return { kind: 'OPEN' }
  if (known.halted !== undefined) return { kind: 'REST', why: 'HALTED' }
  if (shown.genesis !== known.genesis || shown.chainId !== known.chainId) {
    const detail = `The node's first block is ${shown.genesis} of chain ${shown.chainId}, not ${known.genesis} of chain ${known.chainId}.`
    return { kind: 'HALT', code: 'WRONG_CHAIN', detail }
  }
  const tip = numberOf(known.tip)
  const latest = numberOf(shown.latest)
  if (latest < tip || shown.atTip === undefined) return { kind: 'REST', why: 'NODE_BEHIND' }
  if (shown.atTip.hash !== known.tip.hash) return { kind: 'LOOK_BACK' }
  if (latest === tip) return { kind: 'SETTLE' }
  const most = tip + BigInt(batch)
  return { kind: 'EXTEND', from: tip + 1n, to: latest < most ? latest : most }
}
