import { instantOf, msOf } from '../shared/instant.ts'

/** How often in a row somebody was wrong, and until when nothing more is heard. */
export type AttemptGuard = { readonly failures: number; readonly lockedUntil?: string }

export const unguarded: AttemptGuard = { failures: 0 }

const free = 4
const minute = 60_000
const longestMs = 60 * minute

export const isLocked = ({ lockedUntil }: AttemptGuard, now: string): boolean =>
  lockedUntil !== undefined && msOf(now) < msOf(lockedUntil)

/**
 * Until when nothing is heard after one more failure now: four are free, then 1 min, 2 min … 1 h. So a thief who has the
 * password tries a six-digit code some thirty times a day.
 */
export const lockAfter = ({ failures }: AttemptGuard, now: string): string | undefined =>
  failures < free
    ? undefined
    : instantOf(msOf(now) + Math.min(minute * 2 ** Math.min(failures - free, 10), longestMs))
