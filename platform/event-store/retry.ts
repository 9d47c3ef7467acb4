import { setTimeout as delay } from 'node:timers/promises'
import { failureOf, refusedBy, type Failure } from './failure.ts'

const firstPauseMs = 10
const longestPauseMs = 500

/** How long to wait before attempt n + 1: doubling, with a random part so that callers do not come back at once. */
export const pauseAfter = (attempt: number): number => {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10))
  return pause / 2 + Math.random() * (pause / 2)
}

/** Waits; ends early and quietly when the signal is aborted. */
export const pause = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    if (signal?.aborted !== true) throw error
  }
}

export type TransientFailure = Failure & { readonly kind: 'transient' }

/**
 * Repeats `attempt` while it fails for a passing reason and the deadline allows another. A refusal is thrown as
 * `EventStoreRefused` at once; after the deadline `gaveUp` says what to throw, given all failures.
 */
export const retrying = async <T>(
  deadlineMs: number,
  attempt: () => Promise<T>,
  gaveUp: (failures: readonly TransientFailure[]) => Error,
): Promise<T> => {
  const deadline = Date.now() + deadlineMs
  const failures: TransientFailure[] = []
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'refused') throw refusedBy(failure)
      failures.push(failure)
    }
    const wait = pauseAfter(failures.length)
    if (Date.now() + wait >= deadline) throw gaveUp(failures)
    await pause(wait)
  }
}
