const firstPauseMs = 2_000
const longestPauseMs = 300_000

/** Before something is tried again: twice as long each time. */
export const pauseMs = (time: number): number =>
  Math.min(firstPauseMs * 2 ** (time - 1), longestPauseMs)
