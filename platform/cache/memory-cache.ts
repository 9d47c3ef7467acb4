import { takeFrom } from './bucket.ts'
import type { Bucket, Cache, CacheWrite, Counted, Scored, Taken } from './cache.ts'
import { createEntries } from './memory-entries.ts'

const never = Number.POSITIVE_INFINITY

const byScore = (one: Scored, other: Scored): number =>
  one.score - other.score || Buffer.compare(Buffer.from(one.member), Buffer.from(other.member))

/** Of texts that are set for a time, answers to commands above all, which a day of many commands would fill a heap with. */
const mostBytes = 128 * 1024 * 1024

/**
 * The cache of the embedded default: inside this process, gone with it. `now` is in milliseconds. What was `set` with a time
 * to live may go earlier, as at a Redis that is full; counts, buckets and what is set if absent never do.
 */
export const createMemoryCache = (now: () => number = Date.now, most = mostBytes): Cache => {
  const entries = createEntries(now, most)

  const get = (key: string) => entries.find(key, 'text')?.value

  const set = (key: string, value: string, ttlMs?: number): void => {
    const expiresAt = ttlMs === undefined ? never : now() + ttlMs
    entries.put(key, { kind: 'text', value, expiresAt })
  }

  const setForAWhile = (key: string, value: string, ttlMs?: number): void => {
    if (ttlMs === undefined) set(key, value)
    else entries.put(key, { kind: 'text', value, expiresAt: now() + ttlMs }, true)
  }

  const setIfAbsent = (key: string, value: string, ttlMs: number): boolean => {
    if (entries.has(key)) return false
    set(key, value, ttlMs)
    return true
  }

  const increment = (key: string, ttlMs: number): Counted => {
    const entry = entries.find(key, 'text')
    const value = Number(entry?.value ?? 0) + 1
    if (!Number.isSafeInteger(value)) throw new Error(`${key} does not hold a count`)
    const expiresAt = entry?.expiresAt ?? now() + ttlMs
    entries.put(key, { kind: 'text', value: String(value), expiresAt })
    return { value, ttlMs: expiresAt - now() }
  }

  const take = (key: string, bucket: Bucket, tokens: number): Taken => {
    const kept = get(key)
    const at = now()
    const before = kept === undefined ? undefined : Number(kept)
    const { answer, fullAt } = takeFrom(bucket, tokens, before, at)
    if (answer.taken && fullAt > at) set(key, String(fullAt), fullAt - at)
    return answer
  }

  const hashSet = (key: string, fields: Readonly<Record<string, string>>): void => {
    const names = Object.entries(fields)
    if (names.length === 0) return
    const hash = entries.find(key, 'hash')
    const all = hash?.fields ?? new Map<string, string>()
    for (const [name, value] of names) all.set(name, value)
    if (!hash) entries.put(key, { kind: 'hash', fields: all, expiresAt: never })
  }

  const hashDelete = (key: string, field: string): void => {
    const hash = entries.find(key, 'hash')
    hash?.fields.delete(field)
    if (hash?.fields.size === 0) entries.remove(key)
  }

  const sortedAdd = (key: string, member: string, score: number): void => {
    const sorted = entries.find(key, 'sorted')
    if (sorted) sorted.scores.set(member, score)
    else entries.put(key, { kind: 'sorted', scores: new Map([[member, score]]), expiresAt: never })
  }

  const sortedRemove = (key: string, member: string): void => {
    const sorted = entries.find(key, 'sorted')
    sorted?.scores.delete(member)
    if (sorted?.scores.size === 0) entries.remove(key)
  }

  const ranked = (key: string): readonly Scored[] =>
    Array.from(entries.find(key, 'sorted')?.scores ?? [], ([member, score]) => ({
      member,
      score,
    })).sort(byScore)

  const sortedRange = (key: string, from: number, to: number): readonly Scored[] => {
    const all = ranked(key)
    const end = to < 0 ? all.length + to : to
    return all.slice(from < 0 ? Math.max(0, all.length + from) : from, Math.max(0, end + 1))
  }

  const advance = (key: string, position: bigint): boolean => {
    const held = get(key)
    if (held !== undefined && BigInt(held) >= position) return false
    set(key, position.toString())
    return true
  }

  const apply = (write: CacheWrite): void => {
    switch (write.kind) {
      case 'set':
        setForAWhile(write.key, write.value, write.ttlMs)
        break
      case 'delete':
        entries.remove(write.key)
        break
      case 'hashSet':
        hashSet(write.key, write.fields)
        break
      case 'hashDelete':
        hashDelete(write.key, write.field)
        break
      case 'sortedAdd':
        sortedAdd(write.key, write.member, write.score)
        break
      case 'sortedRemove':
        sortedRemove(write.key, write.member)
        break
      case 'advance':
        advance(write.key, write.position)
        break
      default:
        write satisfies never
    }
  }

  return {
    get: async (key) => get(key),
    getMany: async (keys) => keys.map(get),
    set: async (key, value, ttlMs) => setForAWhile(key, value, ttlMs),
    setIfAbsent: async (key, value, ttlMs) => setIfAbsent(key, value, ttlMs),
    delete: async (key) => entries.remove(key),
    increment: async (key, ttlMs) => increment(key, ttlMs),
    take: async (key, bucket, tokens) => take(key, bucket, tokens),
    hashSet: async (key, fields) => hashSet(key, fields),
    hashGet: async (key, field) => entries.find(key, 'hash')?.fields.get(field),
    hashGetAll: async (key) => Object.fromEntries(entries.find(key, 'hash')?.fields ?? []),
    hashDelete: async (key, field) => hashDelete(key, field),
    sortedAdd: async (key, member, score) => sortedAdd(key, member, score),
    sortedRemove: async (key, member) => sortedRemove(key, member),
    sortedRange: async (key, from, to) => sortedRange(key, from, to),
    sortedRank: async (key, member) => {
      const rank = ranked(key).findIndex((scored) => scored.member === member)
      return rank < 0 ? undefined : rank
    },
    sortedCount: async (key) => entries.find(key, 'sorted')?.scores.size ?? 0,
    advance: async (key, position) => advance(key, position),
    write: async (writes) => writes.forEach(apply),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
