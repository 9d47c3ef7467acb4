/** Where a stream's event stands. */
export type StreamEntry = { readonly revision: number; readonly position: number }

/** An event for the index; `name` when the stream begins with it. */
export type Indexed = StreamEntry & { readonly streamId: number; readonly name?: string }

/** What the log holds and the index file does not yet: the newest events of each stream, in order. */
export type Pending = {
  readonly size: () => number
  readonly add: (entries: readonly Indexed[]) => void
  readonly streamIdOf: (name: string) => number | undefined
  /** Of one stream, by revision. */
  readonly of: (streamId: number) => readonly StreamEntry[]
  /** All of it; `drop` forgets that much again, once it is in the file. */
  readonly all: () => readonly Indexed[]
  readonly drop: (entries: readonly Indexed[]) => void
}

export const createPending = (): Pending => {
  let entries: Indexed[] = []
  const streams = new Map<number, StreamEntry[]>()
  const names = new Map<string, number>()
  const none: readonly StreamEntry[] = []
  return {
    size: () => entries.length,
    add: (added) => {
      for (const entry of added) {
        entries.push(entry)
        const stream = streams.get(entry.streamId)
        if (stream === undefined) streams.set(entry.streamId, [entry])
        else stream.push(entry)
        if (entry.name !== undefined) names.set(entry.name, entry.streamId)
      }
    },
    streamIdOf: (name) => names.get(name),
    of: (streamId) => streams.get(streamId) ?? none,
    all: () => entries,
    drop: (dropped) => {
      entries = entries.slice(dropped.length)
      for (const { streamId, name } of dropped) {
        const stream = streams.get(streamId)
        stream?.shift()
        if (stream?.length === 0) streams.delete(streamId)
        if (name !== undefined) names.delete(name)
      }
    },
  }
}
