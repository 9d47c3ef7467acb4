/**
 * Which position may be written down while work finishes out of order: the last one below everything still open.
 * Positions are begun in log order.
 */
export type InFlight = {
  readonly begin: (position: bigint) => void
  readonly finish: (position: bigint) => void
  /** Nothing of interest stands at or below this position. */
  readonly skipTo: (position: bigint) => void
  readonly size: () => number
  /** Everything up to here is done; `undefined` before the first. */
  readonly safe: () => bigint | undefined
}

export const trackInFlight = (): InFlight => {
  // A Map keeps the order of insertion, which is log order; a value is true once finished.
  const open = new Map<bigint, boolean>()
  let done: bigint | undefined
  let seen: bigint | undefined
  let unfinished = 0
  const settle = (): void => {
    for (const [position, finished] of open) {
      if (!finished) return
      open.delete(position)
      done = position
    }
    if (seen !== undefined) done = seen
  }
  return {
    begin: (position) => {
      open.set(position, false)
      seen = position
      unfinished += 1
    },
    finish: (position) => {
      open.set(position, true)
      unfinished -= 1
      settle()
    },
    skipTo: (position) => {
      seen = position
      settle()
    },
    size: () => unfinished,
    safe: () => done,
  }
}
