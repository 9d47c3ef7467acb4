/**
 * Milliseconds since the epoch of an ISO 8601 UTC instant, and back. `Date` is used as a pure calculator here, with the
 * instant always given: nothing in the domain reads a clock.
 */
/* eslint-disable no-restricted-globals -- arithmetic on a given instant, not a clock */
export const msOf = (instant: string): number => Date.parse(instant)

export const instantOf = (ms: number): string => new Date(ms).toISOString()
