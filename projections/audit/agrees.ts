import { emptyRange, extendByLeaves, rootOf, type Range } from '../../domain/audit/range.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import { hashOfEvent } from './catch-up.ts'

type Head = { readonly size: number; readonly root: string }

/** Whether the log begins as a head says, by the log alone: read from its start, believing no tile. */
export const logAgrees = async (log: StoredLog, { size, root }: Head): Promise<boolean> => {
  let range: Range = emptyRange()
  for await (const events of log.after('start')) {
    const leaves = events.filter(isAudited).slice(0, size - range.end)
    range = extendByLeaves(sha256, range, leaves.map(hashOfEvent))
    if (range.end === size) break
  }
  return range.end === size && hexOf(rootOf(sha256, range)) === root
}
