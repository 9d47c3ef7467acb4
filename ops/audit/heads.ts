import {
  auditKeys,
  auditKeysId,
  type AuditKeyEvent,
  type IntroducedKey,
} from '../../domain/audit/keys.ts'
import {
  treeHeads,
  treeHeadsId,
  type SignedHead,
  type TreeHeadEvent,
} from '../../domain/audit/tree-heads.ts'
import { decodeEvent } from '../../domain/events.ts'
import { fold, streamOf } from '../../domain/shared/decider.ts'
import type { EventStore } from '../../platform/event-store/types.ts'

/** All heads that were signed, in order. Throws UndecodableEvent on an event that is none. */
export const readHeads = async (
  eventStore: Pick<EventStore, 'read'>,
): Promise<readonly SignedHead[]> => {
  const events = await eventStore.read(streamOf(treeHeads, treeHeadsId))
  return events.flatMap((event) => {
    // What an aggregate's stream holds is its events.
    const head = decodeEvent(event) as TreeHeadEvent
    return treeHeads.evolve(treeHeads.initial, head).last ?? []
  })
}

/** The keys that heads were signed with, in the order of their introduction. */
export const readKeys = async (
  eventStore: Pick<EventStore, 'read'>,
): Promise<readonly IntroducedKey[]> => {
  const events = await eventStore.read(streamOf(auditKeys, auditKeysId))
  // What an aggregate's stream holds is its events.
  const introduced = events.map((event) => decodeEvent(event) as AuditKeyEvent)
  return fold(auditKeys.evolve, auditKeys.initial, introduced).keys
}
