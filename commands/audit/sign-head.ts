import { headText } from '../../domain/audit/head-text.ts'
import { treeHeads, treeHeadsId, type SignedHead } from '../../domain/audit/tree-heads.ts'
import { provesConsistency } from '../../domain/audit/verify-proof.ts'
import { sha256, bytesOf, hexOf } from '../../platform/audit/sha256.ts'
import type { Signer } from '../../platform/audit/signing.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { change } from '../shared/change.ts'
import { systemContext } from '../shared/context.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

/** The tree as a head of it is made: how large it is, and what its roots are. */
export type SignedTree = {
  readonly size: number
  readonly root: (size: number) => Promise<Uint8Array>
  readonly consistency: (from: number, to: number) => Promise<readonly Uint8Array[]>
}

export type Signing =
  | { readonly kind: 'signed'; readonly head: SignedHead }
  /** Nothing happened since but that the last head was written; or another process has signed. */
  | { readonly kind: 'nothing-new'; readonly last?: SignedHead }
  /** The tree does not begin as the last head says: it is of another past. Nothing is signed. */
  | { readonly kind: 'inconsistent'; readonly last: SignedHead }

export const lastHead = async ({
  eventStore,
  foldCache,
}: Services): Promise<SignedHead | undefined> =>
  (await load(eventStore, foldCache, treeHeads, treeHeadsId)).state.last

/** Whether the tree begins as the head says, and goes on from there. */
const follows = async (tree: SignedTree, last: SignedHead, root: Uint8Array): Promise<boolean> => {
  if (tree.size < last.size) return false
  const fromRoot = await tree.root(last.size)
  if (hexOf(fromRoot) !== last.root) return false
  const proof = await tree.consistency(last.size, tree.size)
  const toRoot = root
  return provesConsistency(sha256, {
    from: last.size,
    to: tree.size,
    fromRoot: bytesOf(last.root),
    toRoot,
    proof,
  })
}

/**
 * Signs the tree as it is and writes the head into the log, behind the last one, which it is proved to follow. Done twice, or
 * by two at a time, there is one head.
 */
export const signHead = async (
  services: Services,
  tree: SignedTree,
  signer: Signer,
): Promise<Signing> => {
  const last = await lastHead(services)
  const root = await tree.root(tree.size)
  if (last !== undefined && !(await follows(tree, last, root)))
    return { kind: 'inconsistent', last }
  const nothingNew = { kind: 'nothing-new', ...(last === undefined ? {} : { last }) } as const
  // The event of the last head is a leaf, and no news.
  if (tree.size <= (last === undefined ? 0 : last.size + 1)) return nothingNew
  const at = services.clock.now().toISOString()
  const unsigned = { size: tree.size, root: hexOf(root), at }
  const { keyId } = signer
  const head = { ...unsigned, keyId, signature: signer.sign(headText(unsigned)) }
  const commandId = derivedId('audit', 'sign-head', String(head.size), head.root)
  const context = systemContext('audit', commandId, commandId, commandId)
  const inputHash = inputHashOf(services.secrets.inputHashKey, 'audit.sign-head', head.root)
  const changed = await change(services, context, inputHash, treeHeads, treeHeadsId, {
    type: 'AddHead',
    head,
    follows: last?.size ?? 0,
  })
  if (!('stream' in changed)) {
    const why = 'rejected' in changed ? changed.rejected : changed.code
    throw new Error(`the head was not written: ${why} ${changed.detail}`)
  }
  const written = changed.state.last
  return changed.events.length > 0 && written !== undefined
    ? { kind: 'signed', head: written }
    : nothingNew
}
