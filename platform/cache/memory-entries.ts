import { LRUCache } from 'lru-cache'

export type Entry =
  | { readonly kind: 'text'; readonly value: string; readonly expiresAt: number }
  | { readonly kind: 'hash'; readonly fields: Map<string, string>; readonly expiresAt: number }
  | { readonly kind: 'sorted'; readonly scores: Map<string, number>; readonly expiresAt: number }

type Kind = Entry['kind']
type EntryOf<K extends Kind> = Extract<Entry, { kind: K }>

const isKind = <K extends Kind>(entry: Entry, kind: K): entry is EntryOf<K> => entry.kind === kind

export type Entries = {
  /** The live entry; an entry of another kind is an error, as in Redis. */
  readonly find: <K extends Kind>(key: string, kind: K) => EntryOf<K> | undefined
  readonly has: (key: string) => boolean
  /** One that is `forgettable` goes before its time when there is no room for all of those. */
  readonly put: (key: string, entry: Entry, forgettable?: boolean) => void
  readonly remove: (key: string) => boolean
}

const sweepEvery = 10_000
/** An entry's own, beside its key and value; an estimate. */
const overheadBytes = 200

const bytesOf = (key: string, entry: Entry): number =>
  overheadBytes + key.length + (entry.kind === 'text' ? entry.value.length : 0)

/**
 * Keys with expiry. What expired goes when it is touched, and in a sweep after many writes; forgettable entries also when
 * together they take more than `mostBytes`, those first that were not looked at for the longest time.
 */
export const createEntries = (now: () => number, mostBytes: number): Entries => {
  const entries = new Map<string, Entry>()
  const forgettable = new LRUCache<string, number>({
    maxSize: mostBytes,
    sizeCalculation: (bytes) => bytes,
    dispose: (_, key, reason) => {
      if (reason === 'evict') entries.delete(key)
    },
  })
  let writes = 0

  const drop = (key: string): void => {
    entries.delete(key)
    forgettable.delete(key)
  }

  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    if (!entry || entry.expiresAt > now()) return entry
    drop(key)
    return undefined
  }

  const sweep = (): void => {
    for (const key of entries.keys()) live(key)
  }

  return {
    find: (key, kind) => {
      const entry = live(key)
      if (!entry) return undefined
      forgettable.get(key)
      if (isKind(entry, kind)) return entry
      throw new Error(`WRONGTYPE ${key} holds a ${entry.kind}, not a ${kind}`)
    },
    has: (key) => live(key) !== undefined,
    put: (key, entry, isForgettable = false) => {
      entries.set(key, entry)
      if (!isForgettable) forgettable.delete(key)
      // One that is larger than all of them may be is not kept.
      else if (!forgettable.set(key, bytesOf(key, entry)).has(key)) entries.delete(key)
      writes += 1
      if (writes % sweepEvery === 0) sweep()
    },
    remove: (key) => {
      const present = live(key) !== undefined
      drop(key)
      return present
    },
  }
}
