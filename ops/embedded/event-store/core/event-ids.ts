import { LRUCache } from 'lru-cache'
import type { Log } from '../store/log.ts'
import { idOf, revisionOf, streamOf } from '../store/record.ts'

/** Where the events of late stand, by their id. Bounded: it serves repetitions, which come soon. */
export type EventIds = {
  readonly revisionOf: (stream: string, id: string) => number | undefined
  readonly remember: (stream: string, id: string, revision: number) => void
  readonly reset: () => void
}

const kept = 100_000
/** How much of the log's end is remembered again after a start. */
const remembered = 10_000

type Place = { readonly stream: string; readonly revision: number }

export const createEventIds = (log: Log): EventIds => {
  const places = new LRUCache<string, Place>({ max: kept })
  const recall = () => {
    for (const { bytes } of log.backwards(Infinity, remembered).reverse()) {
      places.set(idOf(bytes), { stream: streamOf(bytes), revision: revisionOf(bytes) })
    }
  }
  recall()
  return {
    revisionOf: (stream, id) => {
      const place = places.get(id)
      return place?.stream === stream ? place.revision : undefined
    },
    remember: (stream, id, revision) => {
      places.set(id, { stream, revision })
    },
    reset: () => {
      places.clear()
      recall()
    },
  }
}
