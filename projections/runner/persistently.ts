import { setTimeout as pause } from 'node:timers/promises'

const firstPauseMs = 50
const longestPauseMs = 2_000

/**
 * Tries until it works, with growing pauses while the trouble is of the kind that passes. Any other trouble, and the
 * last one when the signal comes, is thrown.
 */
export const persistently = async <T>(
  attempt: () => Promise<T>,
  passes: (error: unknown) => boolean,
  signal?: AbortSignal,
  onTrouble?: (error: unknown) => void,
): Promise<T> => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await attempt()
    } catch (error) {
      if (!passes(error) || signal?.aborted) throw error
      onTrouble?.(error)
      try {
        await pause(pauseMs, undefined, signal === undefined ? {} : { signal })
      } catch {
        throw error
      }
    }
  }
}
