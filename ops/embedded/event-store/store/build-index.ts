import { LRUCache } from 'lru-cache'
import type { IndexFile } from './index-file.ts'
import type { Indexed } from './pending.ts'
import { revisionOf, streamOf } from './record.ts'
import type { Entry } from './scan.ts'

/** Events that go into the index together. */
const slice = 20_000
const namesKept = 100_000

/**
 * Puts events of the log into the index, in order: streams are numbered as they appear. `to` is the position behind the
 * last of them.
 */
export const indexEntries = (
  index: IndexFile,
  entries: Iterable<Entry>,
  to: number,
  onSlice: (events: number, position: number) => void = () => undefined,
): void => {
  const ids = new LRUCache<string, number>({ max: namesKept })
  const iterator = entries[Symbol.iterator]()
  let lastId = index.lastStreamId()
  let events = 0
  let next = iterator.next()
  const indexed = ({ position, bytes }: Entry): Indexed => {
    const stream = streamOf(bytes)
    const known = ids.get(stream) ?? index.streamIdOf(stream)
    const streamId = known ?? ++lastId
    ids.set(stream, streamId)
    const entry = { streamId, revision: revisionOf(bytes), position }
    return known === undefined ? { ...entry, name: stream } : entry
  }
  do {
    index.build((add) => {
      for (let i = 0; i < slice && next.done !== true; i++) {
        add(indexed(next.value))
        events++
        next = iterator.next()
      }
      const indexedTo = next.done === true ? to : next.value.position
      onSlice(events, indexedTo)
      return indexedTo
    })
  } while (next.done !== true)
}
