import type { Bucket, Taken } from './cache.ts'

/** What a moment may be off by when it is kept as a number; a third of a second is no whole number of anything. */
const grainMs = 0.01

/**
 * A token bucket kept as one number, the moment at which it will be full again (GCRA: ITU-T I.371, "virtual scheduling").
 * `fullAt` is what was kept, or nothing for a full one; times in ms.
 */
export const takeFrom = (
  { size, fillsInMs }: Bucket,
  tokens: number,
  fullAt: number | undefined,
  now: number,
): { readonly answer: Taken; readonly fullAt: number } => {
  const before = Math.max(fullAt ?? now, now)
  const after = before + (tokens * fillsInMs) / size
  const overMs = after - now - fillsInMs
  const taken = overMs <= grainMs
  const kept = taken ? after : before
  const left = Math.max(0, Math.floor(((fillsInMs - (kept - now) + grainMs) * size) / fillsInMs))
  const waitMs = taken ? 0 : Math.ceil(overMs)
  return { answer: { taken, left, waitMs, fullInMs: Math.ceil(kept - now) }, fullAt: kept }
}
