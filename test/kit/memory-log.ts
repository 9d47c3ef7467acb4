import type { EventStore, NewEvent, RecordedEvent } from '../../platform/event-store/types.ts'

const absent = (): never => {
  throw new Error('a model’s log appends and reads, forwards, nothing else')
}

/**
 * A log in memory for model tests that try thousands of histories: exact revisions, streams, one order over all. What a
 * real store adds (durability, repetitions, subscriptions) is tested against a real one.
 */
export const memoryLog = () => {
  const all: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const append = async (
    stream: string,
    events: readonly NewEvent[],
    expected: bigint | 'no-stream',
  ) => {
    const known = streams.get(stream) ?? []
    const last = BigInt(known.length) - 1n
    if ((expected === 'no-stream' ? -1n : expected) !== last)
      return { kind: 'wrong-revision', actual: last } as const
    const recorded = events.map((event, index): RecordedEvent => {
      // Through JSON, as in a real log.
      const data: unknown = JSON.parse(JSON.stringify(event.data))
      const revision = last + 1n + BigInt(index)
      const position = BigInt(all.length + index + 1)
      const created = new Date(event.metadata.occurredAt)
      return { ...event, data, stream, revision, position, created }
    })
    all.push(...recorded)
    known.push(...recorded)
    streams.set(stream, known)
    return {
      kind: 'appended',
      revision: last + BigInt(events.length),
      position: BigInt(all.length),
    } as const
  }
  const eventStore: EventStore = {
    append,
    read: async (stream, { from = 0n, maxCount, direction } = {}) => {
      const known = streams.get(stream) ?? []
      const wanted = direction === 'backwards' ? known.toReversed() : known.slice(Number(from))
      return maxCount === undefined ? wanted : wanted.slice(0, maxCount)
    },
    readAll: async ({ from = 0n, maxCount, direction, filter }) => {
      if (direction === 'backwards' || filter?.on === 'type') return absent()
      const isWanted = ({ stream }: RecordedEvent): boolean =>
        filter === undefined ||
        ('prefixes' in filter && filter.prefixes.some((prefix) => stream.startsWith(prefix)))
      return all.filter((event) => event.position > from && isWanted(event)).slice(0, maxCount)
    },
    subscribeAll: absent,
    head: async () => BigInt(all.length),
    setStreamRetention: absent,
    deleteStream: absent,
    tombstoneStream: absent,
    close: async () => undefined,
  }
  return { eventStore, all }
}
