import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Expected } from '../core/check.ts'
import { sizeOf } from '../core/limits.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { metastreamOf } from '../core/streams.ts'
import type { Entry } from '../store/log.ts'
import { metadataOf } from '../store/record-metadata.ts'
import { idOf } from '../store/record.ts'
import type { Emission, StandardProjection } from './standard.ts'
import { tagIn, taggedMetadata, type ProjectionVersion } from './tag.ts'

/** Why a projection can't go on; somebody has to look at it. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

/** Where an emitted stream ends: `position` is that of the source of its last event, in this epoch. */
type Tail = { readonly revision: number; readonly position: number; readonly begins: boolean }

type Emitted = { readonly event: ProposedEvent; readonly position: number }

const kept = 20_000
const none = Buffer.alloc(0)

const eventOf = (
  { type, data, metadata }: Emission,
  version: ProjectionVersion,
  { bytes, position }: Entry,
): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/octet-stream',
  metadata: taggedMetadata({ ...version, position }, { ...metadata, $causedBy: idOf(bytes) }),
  data: Buffer.from(data),
})

/** Everyone may read what a projection emits; what it emitted before it was reset is cut off. */
const streamMetadata = (revision: number): ProposedEvent => ({
  id: randomUUID(),
  type: '$metadata',
  contentType: 'application/json',
  metadata: none,
  data: Buffer.from(
    JSON.stringify({
      ...(revision < 0 ? {} : { $tb: revision + 1 }),
      $acl: { $r: '$all', $mr: '$all' },
    }),
  ),
})

const any: Expected = { kind: 'any' }
const at = (revision: number): Expected =>
  revision < 0 ? { kind: 'no-stream' } : { kind: 'revision', revision }

/** As many as one append takes. */
const inAppends = (
  all: readonly Emitted[],
  maximumAppendSize: number,
): readonly (readonly Emitted[])[] => {
  const appends: Emitted[][] = [[]]
  let size = 0
  for (const emitted of all) {
    const more = sizeOf([emitted.event])
    if (size > 0 && size + more > maximumAppendSize) {
      appends.push([])
      size = 0
    }
    appends.at(-1)?.push(emitted)
    size += more
  }
  return appends
}

/**
 * Appends what a projection makes of a page of the log, each exactly once: a stream's last event carries the position
 * of its source, so whatever a projection that was killed does again is seen to be there already.
 * Rejects with Fault when somebody else wrote to its streams.
 */
export const createEmitter = (
  node: EventStoreNode,
  { name, emit }: StandardProjection,
  version: ProjectionVersion,
): ((page: readonly Entry[]) => Promise<void>) => {
  const tails = new LRUCache<string, Tail>({ max: kept })

  const readTail = (stream: string): Tail => {
    const { last: revision } = node.streams.get(stream)
    const id = node.log.streamIdOf(stream)
    const last =
      id === undefined ? undefined : node.log.streamBackwards(id, Number.MAX_SAFE_INTEGER, 1)[0]
    const bytes = last === undefined ? undefined : node.log.get(last.position)
    if (bytes === undefined) return { revision, position: 0, begins: true }
    const tag = tagIn(metadataOf(bytes))
    if (tag?.id !== version.id) {
      throw new Fault(
        `The '${stream}' stream managed by projection ${name} has been written to from the outside.`,
      )
    }
    const begins = tag.version < version.epoch
    return { revision, position: begins ? 0 : tag.position, begins }
  }

  const append = async (stream: string, all: readonly Emitted[]): Promise<void> => {
    let tail = tails.get(stream) ?? readTail(stream)
    const missing = all.filter(({ position }) => position > tail.position)
    for (const emitted of missing.length === 0 ? [] : inAppends(missing, node.maximumAppendSize)) {
      if (tail.begins) {
        await node.writer.append(metastreamOf(stream), [streamMetadata(tail.revision)], any)
      }
      const events = emitted.map(({ event }) => event)
      const outcome = await node.writer.append(stream, events, at(tail.revision))
      if (outcome.kind !== 'appended') {
        throw new Fault(`Nothing can be appended to '${stream}': ${outcome.kind}.`)
      }
      const position = emitted.at(-1)?.position ?? tail.position
      tail = { revision: outcome.revision, position, begins: false }
    }
    tails.set(stream, tail)
  }

  return async (page) => {
    const byStream = new Map<string, Emitted[]>()
    for (const entry of page) {
      const emission = emit(entry.bytes)
      if (emission === undefined) continue
      const emitted = { event: eventOf(emission, version, entry), position: entry.position }
      const others = byStream.get(emission.stream)
      if (others === undefined) byStream.set(emission.stream, [emitted])
      else others.push(emitted)
    }
    const outcomes = await Promise.allSettled(
      Array.from(byStream, ([stream, emitted]) => append(stream, emitted)),
    )
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
}
