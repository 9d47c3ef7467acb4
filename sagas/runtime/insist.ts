import { setTimeout as pause } from 'node:timers/promises'

const firstPauseMs = 50
const longestPauseMs = 5_000

/** Does something until it has been done, or the signal says to stop; `onFailure` may throw what is not worth insisting on. */
export const insist = async <Result>(
  attempt: () => Promise<Result>,
  onFailure: (error: unknown) => void,
  signal: AbortSignal,
): Promise<Result> => {
  for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      onFailure(error)
    }
    await pause(wait, undefined, { signal })
  }
}
