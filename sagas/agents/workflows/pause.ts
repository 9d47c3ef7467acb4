const firstPauseMs = 2_000
const longestPauseMs = 300_000

/** Before something is tried again: twice as long each time. */
export const pauseMs = (time: number): number =>
  Math.min(firstPauseMs * 2 ** (time - 1), longestPauseMs)

const longestWaitMs = 60_000

/** Before something is asked again that is waited for: ever longer, so that what takes days leaves little in the log. */
export const waitMs = (askAgainInMs: number, time: number): number =>
  Math.ceil(Math.min(askAgainInMs * 1.3 ** (time - 1), Math.max(longestWaitMs, askAgainInMs)))
