/** One write of a batch; the same writes as the port's own, for `write`. */
export type CacheWrite =
  | {
      readonly kind: 'set'
      readonly key: string
      readonly value: string
      readonly ttlMs?: number
    }
  | { readonly kind: 'delete'; readonly key: string }
  | {
      readonly kind: 'hashSet'
      readonly key: string
      readonly fields: Readonly<Record<string, string>>
    }
  | { readonly kind: 'hashDelete'; readonly key: string; readonly field: string }
  | {
      readonly kind: 'sortedAdd'
      readonly key: string
      readonly member: string
      readonly score: number
    }
  | { readonly kind: 'sortedRemove'; readonly key: string; readonly member: string }
  | { readonly kind: 'advance'; readonly key: string; readonly position: bigint }

export type Scored = { readonly member: string; readonly score: number }

export type Counted = {
  readonly value: number
  /** Milliseconds until the count starts again from nothing. */
  readonly ttlMs: number
}

/** Holds so many tokens, and fills up from empty in so long. */
export type Bucket = { readonly size: number; readonly fillsInMs: number }

export type Taken = {
  readonly taken: boolean
  /** Whole tokens that are left. */
  readonly left: number
  /** Until there are enough for the same again, when none were taken; else 0. */
  readonly waitMs: number
  /** Until the bucket is full. */
  readonly fullInMs: number
}

/**
 * Fast, forgetful storage: everything in it can be rebuilt from the log. Semantics are those of
 * Redis; a key holds a text, a hash or a sorted set, and using it as another kind is an error.
 */
export type Cache = {
  readonly get: (key: string) => Promise<string | undefined>
  /** In the order of the keys. */
  readonly getMany: (keys: readonly string[]) => Promise<readonly (string | undefined)[]>
  /** Replaces the value and its time to live; without one the key stays. */
  readonly set: (key: string, value: string, ttlMs?: number) => Promise<void>
  /** True when the key was absent and is now set. */
  readonly setIfAbsent: (key: string, value: string, ttlMs: number) => Promise<boolean>
  /** True when there was something to delete. */
  readonly delete: (key: string) => Promise<boolean>
  /** Adds one; the window of `ttlMs` begins with the first. */
  readonly increment: (key: string, ttlMs: number) => Promise<Counted>

  /** Takes `tokens` out of a bucket that was never touched, and so is full, or has filled up since; all of them or none. */
  readonly take: (key: string, bucket: Bucket, tokens: number) => Promise<Taken>

  readonly hashSet: (key: string, fields: Readonly<Record<string, string>>) => Promise<void>
  readonly hashGet: (key: string, field: string) => Promise<string | undefined>
  readonly hashGetAll: (key: string) => Promise<Readonly<Record<string, string>>>
  readonly hashDelete: (key: string, field: string) => Promise<void>

  /** Adds the member or moves it to the score. */
  readonly sortedAdd: (key: string, member: string, score: number) => Promise<void>
  readonly sortedRemove: (key: string, member: string) => Promise<void>
  /** By score, then by the member's bytes; `from` and `to` are ranks, both included, -1 is the last. */
  readonly sortedRange: (key: string, from: number, to: number) => Promise<readonly Scored[]>
  /** The member's rank from 0, or undefined. */
  readonly sortedRank: (key: string, member: string) => Promise<number | undefined>
  readonly sortedCount: (key: string) => Promise<number>

  /** Stores the position unless the key holds the same or a greater one; true when it was stored. */
  readonly advance: (key: string, position: bigint) => Promise<boolean>
  /** All of the writes in order, in one round trip and as one transaction. */
  readonly write: (writes: readonly CacheWrite[]) => Promise<void>

  /** Rejects when the cache doesn't answer. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}
