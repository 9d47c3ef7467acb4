import { instantOf, msOf } from '../shared/instant.ts'

const second = 1
const minute = 60 * second
const hour = 60 * minute

/** Pauses before the second and every further attempt, in seconds: three days and three hours in all. */
export const pauses: readonly number[] = [
  5 * second,
  30 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

export const mostAttempts = pauses.length + 1

/** Nobody may ask us to wait longer than the longest pause. */
const longestPause = 24 * hour

/**
 * When to try again after this attempt (the first is 1) has failed, or nothing when that was the last. Up to a fifth is added,
 * by chance that follows from the delivery's id, so that those who failed together don't come back together. A receiver's
 * `Retry-After`, in seconds, is honoured where it asks for more.
 */
export const retryAt = (
  deliveryId: string,
  attempt: number,
  now: string,
  retryAfterSeconds = 0,
): string | undefined => {
  const pause = pauses[attempt - 1]
  if (pause === undefined) return undefined
  const asked = Math.max(pause, Math.min(retryAfterSeconds, longestPause))
  const seconds = asked * (1 + chance(`${deliveryId} ${attempt}`) / 5)
  return instantOf(msOf(now) + Math.round(seconds * 1000))
}

/** A number from 0 to below 1 that follows from the text: FNV-1a (Fowler, Noll, Vo), 32 bits. */
const chance = (text: string): number => {
  let hash = 0x811c9dc5
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash / 2 ** 32
}
