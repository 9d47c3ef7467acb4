import { z } from 'zod'
import type { Aggregate, Decision } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Instant, Sha256 } from '../shared/values.ts'
import type { TreeHead } from './head-text.ts'
import { KeyId, Signature } from './keys.ts'

/** The signed heads of the tree over the log, each of which has the last one's tree as its beginning. One stream for the hub. */
export const category = 'treeHeads'
export const treeHeadsId = 'hub'

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'TreeHeadSigned',
    1,
    z.strictObject({
      treeHeadsId: z.literal(treeHeadsId),
      size: z.int().min(1),
      root: Sha256,
      at: Instant,
      keyId: KeyId,
      /** Over the text of the head: `headText`. */
      signature: Signature,
    }),
  ),
] as const
export type TreeHeadEvent = EventOf<(typeof definitions)[number]>

// State.
export type SignedHead = TreeHead & { readonly keyId: string; readonly signature: string }
export type TreeHeads = { readonly last?: SignedHead }

export const initial: TreeHeads = {}

export const evolve = (_: TreeHeads, { data }: TreeHeadEvent): TreeHeads => {
  const { size, root, at, keyId, signature } = data
  return { last: { size, root, at, keyId, signature } }
}

// Commands.
export type TreeHeadCommand = {
  readonly type: 'AddHead'
  readonly head: SignedHead
  /** Leaves of the head that this one was proved to follow; 0 for the first. */
  readonly follows: number
}

/** What was not proved to follow the head that is the last by now, or says nothing new, is not written. */
export const decide = (
  { head, follows }: TreeHeadCommand,
  { last }: TreeHeads,
): Decision<TreeHeadEvent> => {
  const size = last?.size ?? 0
  if (follows !== size || head.size <= size) return []
  return [{ type: 'TreeHeadSigned', data: { treeHeadsId, ...head } }]
}

export const treeHeads: Aggregate<TreeHeads, TreeHeadCommand, TreeHeadEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
