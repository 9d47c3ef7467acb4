import { introduceKey } from '../../commands/audit/introduce-key.ts'
import { lastHead, signHead, type Signing } from '../../commands/audit/sign-head.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Signer } from '../../platform/audit/signing.ts'
import type { SignedHead } from '../../domain/audit/tree-heads.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import { logAgrees } from '../../projections/audit/agrees.ts'
import {
  TreeOvertaken,
  catchUp,
  whereTreeStands,
  type CatchUp,
} from '../../projections/audit/catch-up.ts'
import { TilesDamaged } from '../../projections/audit/tiles.ts'
import type { AuditTree } from '../../projections/audit/tree.ts'

export type KeeperParts = {
  readonly services: Services
  readonly log: StoredLog
  readonly tree: AuditTree
  readonly signer: Signer
  readonly previous?: Signer | undefined
  readonly headEverySeconds: number
  /** Waited for after every write of the tree. */
  readonly rest?: () => Promise<void>
}

export type Round =
  | Signing
  | { readonly kind: 'not-due' }
  /** Heads are signed with another key than this process has. */
  | { readonly kind: 'not-endorsed'; readonly current: string }

export type Keeper = {
  /** Brings the tree to the end of the log, and signs it when that is due, or `now`. */
  readonly round: (now?: 'now') => Promise<Round>
}

/** Somebody else may be at the tree: an operator beside the hub. */
const tries = 3

/**
 * Keeps the tree over the log, and signs it. Knows nothing that it would have to remember: how far the tree is stands with it,
 * when the last head was signed in the log. One at a time; a second one would only be in vain.
 */
export const createKeeper = (parts: KeeperParts): Keeper => {
  const { services, log, tree, signer, previous, headEverySeconds, rest } = parts
  let at: CatchUp | undefined
  /** Begins the tree anew when it is the tree that is wrong. Of a log that is, it is the evidence, and stays. */
  const renew = async (): Promise<SignedHead | undefined> => {
    const last = await lastHead(services)
    if (last !== undefined && !(await logAgrees(log, last))) return last
    await tree.clear()
    at = { size: 0, readTo: 'start' }
    return undefined
  }
  const reach = async (from: CatchUp): Promise<CatchUp> => {
    at = undefined
    at = await catchUp(log, tree, from, rest)
    return at
  }
  const isDue = async (): Promise<boolean> => {
    const last = await lastHead(services)
    const now = services.clock.now().getTime()
    return last === undefined || now - Date.parse(last.at) >= headEverySeconds * 1_000
  }
  const sign = ({ size }: CatchUp): Promise<Signing> => {
    const { root, consistency } = tree
    return signHead(services, { size, root, consistency }, signer)
  }
  /** Once more with a new tree, if that may help. */
  const anew = async (): Promise<Round> => {
    const last = await renew()
    if (last !== undefined) return { kind: 'inconsistent', last }
    return sign(await reach({ size: 0, readTo: 'start' }))
  }
  const round = async (now?: 'now'): Promise<Round> => {
    at ??= await whereTreeStands(log, tree)
    if (at === undefined) {
      const last = await renew()
      if (last !== undefined) return { kind: 'inconsistent', last }
    }
    const reached = await reach(at ?? { size: 0, readTo: 'start' })
    if (reached.size === 0) return { kind: 'nothing-new' }
    if (now === undefined && !(await isDue())) return { kind: 'not-due' }
    const standing = await introduceKey(services, { signer, previous })
    if (standing.kind !== 'current') return standing
    const signed = await sign(reached)
    return signed.kind === 'inconsistent' ? anew() : signed
  }
  return {
    round: async (now) => {
      for (let left = tries; ; left -= 1)
        try {
          return await round(now)
        } catch (error) {
          if (error instanceof TilesDamaged) return anew()
          if (!(error instanceof TreeOvertaken) || left === 0) throw error
        }
    },
  }
}
