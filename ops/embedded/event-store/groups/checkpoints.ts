import type { EventStoreNode } from '../core/node.ts'
import { findStream } from '../core/read-stream.ts'
import { dataOf } from '../store/record.ts'
import { createLatest } from './latest.ts'
import { lastOwn, removeOwn, retainOwn, writeOwn } from './own-streams.ts'
import { checkpointStreamOf, placeOf, placeText, type GroupSource } from './settings.ts'

/** Up to where a group is done, on disk. */
export type Checkpoints = {
  /** The place that a group may go on behind. */
  readonly load: () => number | undefined
  /** Writes in the background; of what piles up only the newest. */
  readonly write: (place: number) => void
  /** What was loaded or written last: from there a group would go on after a crash. */
  readonly written: () => number | undefined
  /** Resolves when nothing is left to write. */
  readonly idle: () => Promise<void>
  readonly remove: () => Promise<void>
}

const parse = (source: GroupSource, data: Buffer): number | undefined => {
  try {
    const text: unknown = JSON.parse(data.toString('utf8'))
    return typeof text === 'string' ? placeOf(source, text) : undefined
  } catch {
    return undefined
  }
}

const retention = { $maxCount: 2 }

export const createCheckpoints = (
  node: EventStoreNode,
  key: string,
  source: GroupSource,
): Checkpoints => {
  const stream = checkpointStreamOf(key)
  let written: number | undefined
  const latest = createLatest(async (place) => {
    if (findStream(node.streams, stream).kind !== 'found') await retainOwn(node, stream, retention)
    await writeOwn(node, stream, {
      type: '$SubscriptionCheckpoint',
      contentType: 'application/json',
      data: JSON.stringify(placeText(source, place)),
    })
    written = place
  })
  return {
    load: () => {
      const bytes = lastOwn(node, stream)
      written = bytes === undefined ? undefined : parse(source, dataOf(bytes))
      return written
    },
    write: latest.write,
    written: () => written,
    idle: latest.idle,
    remove: () => removeOwn(node, stream),
  }
}
