import type { EventStore, ReadStreamOptions, RecordedEvent } from './types.ts'

type Read = EventStore['read']
type Events = Promise<readonly RecordedEvent[]>

const keyOf = (stream: string, { from, maxCount, direction }: ReadStreamOptions): string =>
  `${stream}\n${from ?? ''}\n${maxCount ?? ''}\n${direction ?? ''}`

/**
 * Equal reads share one call: who asks while a call is under way gets the answer of the next one. That begins after all
 * who share it have asked, so each sees whatever was appended before it asked, as if it had read alone.
 */
export const shareReads = (read: Read): Read => {
  const underWay = new Map<string, Events>()
  const next = new Map<string, Events>()

  const begin = (key: string, stream: string, options: ReadStreamOptions): Events => {
    const events = read(stream, options).finally(() => {
      if (underWay.get(key) === events) underWay.delete(key)
    })
    underWay.set(key, events)
    return events
  }

  return (stream, options = {}) => {
    const key = keyOf(stream, options)
    const shared = next.get(key)
    if (shared !== undefined) return shared
    const before = underWay.get(key)
    if (before === undefined) return begin(key, stream, options)
    const go = (): Events => {
      next.delete(key)
      return begin(key, stream, options)
    }
    const after = before.then(go, go)
    next.set(key, after)
    return after
  }
}
