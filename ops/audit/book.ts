import { headText } from '../../domain/audit/head-text.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import { treeHeads, treeHeadsId, type TreeHeadEvent } from '../../domain/audit/tree-heads.ts'
import { provesConsistency, provesInclusion } from '../../domain/audit/verify-proof.ts'
import { decodeEvent } from '../../domain/events.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { AuditBook, BookHead } from '../../platform/audit/port.ts'
import { bytesOf, hexOf, sha256 } from '../../platform/audit/sha256.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { hashOfEvent } from '../../projections/audit/catch-up.ts'
import type { AuditTree } from '../../projections/audit/tree.ts'
import { readKeys } from './heads.ts'

type BookParts = {
  readonly eventStore: Pick<EventStore, 'read'>
  readonly log: Pick<StoredLog, 'at'>
  readonly tree: Pick<AuditTree, 'root' | 'inclusion' | 'consistency' | 'indexOf'>
}

const headOf = (event: RecordedEvent): BookHead => {
  // What an aggregate's stream holds is its events.
  const { data } = decodeEvent(event) as TreeHeadEvent
  const { size, root, at, keyId, signature } = data
  const { revision, position } = event
  return { revision, position, size, root, at, keyId, signature, text: headText(data) }
}

/** A proof out of the tiles is handed out only when it holds: they are an index, and may be wrong. */
const insist = (holds: boolean): void => {
  if (!holds) throw new Error('the tree of the audit does not prove what was signed')
}

export const createAuditBook = ({ eventStore, log, tree }: BookParts): AuditBook => {
  const stream = streamOf(treeHeads, treeHeadsId)
  const lastHead = async (): Promise<BookHead | undefined> =>
    (await eventStore.read(stream, { direction: 'backwards', maxCount: 1 })).map(headOf)[0]
  return {
    heads: async (page) => (await eventStore.read(stream, page)).map(headOf),
    keys: async () => {
      const keys = await readKeys(eventStore)
      return keys.map(({ keyId, key, since, endorsement }, i) => {
        const until = keys[i + 1]?.since
        return {
          ...{ keyId, key, since },
          ...(until === undefined ? {} : { until }),
          ...(endorsement === undefined ? {} : { endorsedBy: endorsement.keyId }),
        }
      })
    },
    inclusion: async (name, revision) => {
      const event = await log.at(name, revision)
      const head = await lastHead()
      if (event === undefined || head === undefined || !isAudited(event)) return undefined
      const leaf = hashOfEvent(event)
      const index = await tree.indexOf(leaf, event.position)
      if (index === undefined || index >= head.size) return undefined
      const proof = await tree.inclusion(index, head.size)
      const { size } = head
      insist(provesInclusion(sha256, { index, size, leaf, proof, root: bytesOf(head.root) }))
      return { index, leaf: hexOf(leaf), path: proof.map(hexOf), head }
    },
    consistency: async (from, to) => {
      const head = await lastHead()
      if (head === undefined || from < 0 || from > to || to > head.size) return undefined
      const [fromRoot, toRoot] = [await tree.root(from), await tree.root(to)]
      const proof = await tree.consistency(from, to)
      insist(provesConsistency(sha256, { from, to, fromRoot, toRoot, proof }))
      return { fromRoot: hexOf(fromRoot), toRoot: hexOf(toRoot), path: proof.map(hexOf) }
    },
  }
}
