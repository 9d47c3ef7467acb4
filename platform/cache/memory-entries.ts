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
  readonly put: (key: string, entry: Entry) => void
  readonly remove: (key: string) => boolean
}

const sweepEvery = 10_000

/** Keys with expiry. What expired goes when it is touched, and in a sweep after many writes. */
export const createEntries = (now: () => number): Entries => {
  const entries = new Map<string, Entry>()
  let writes = 0

  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    if (!entry || entry.expiresAt > now()) return entry
    entries.delete(key)
    return undefined
  }

  const sweep = (): void => {
    for (const key of entries.keys()) live(key)
  }

  return {
    find: (key, kind) => {
      const entry = live(key)
      if (!entry) return undefined
      if (isKind(entry, kind)) return entry
      throw new Error(`WRONGTYPE ${key} holds a ${entry.kind}, not a ${kind}`)
    },
    has: (key) => live(key) !== undefined,
    put: (key, entry) => {
      entries.set(key, entry)
      writes += 1
      if (writes % sweepEvery === 0) sweep()
    },
    remove: (key) => {
      const present = live(key) !== undefined
      entries.delete(key)
      return present
    },
  }
}
