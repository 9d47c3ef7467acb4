import type { Entry } from '../store/log.ts'
import { createdMsOf, revisionOf, streamOf, tombstoneRevision } from '../store/record.ts'
import { firstRevision } from './retention.ts'
import {
  isMetastream,
  metastreamOf,
  streamOfMetastream,
  type StreamState,
  type Streams,
} from './streams.ts'

const isUnderWay = (streams: Streams, name: string): boolean =>
  streams.get(name).inFlight > 0 || streams.get(metastreamOf(name)).inFlight > 0

const isTooOld = ({ retention }: StreamState, bytes: Buffer, now: number): boolean =>
  retention.maxAgeMs !== undefined && createdMsOf(bytes) < now - retention.maxAgeMs

/**
 * Whether no reader of its stream can see an event any more, so that a scavenge may take it. A stream's last event stays,
 * from which its numbers go on, and so does a tombstone. What is being written is not judged by.
 */
export const isHidden = (streams: Streams, { bytes }: Entry, now: number): boolean => {
  const name = streamOf(bytes)
  const revision = revisionOf(bytes)
  if (revision === tombstoneRevision) return false
  const owner = isMetastream(name) ? streamOfMetastream(name) : name
  if (isUnderWay(streams, owner)) return false
  if (streams.get(owner).tombstoned) return true
  const state = streams.get(name)
  if (revision >= state.last) return false
  return revision < firstRevision(state.retention, state.last) || isTooOld(state, bytes, now)
}
