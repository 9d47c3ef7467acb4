import { setTimeout as pause } from 'node:timers/promises'

/** Asks again until the answer is not undefined, ever more seldom the longer it takes; rejects after the deadline. */
export const eventually = async <T>(
  ask: () => T | undefined | Promise<T | undefined>,
  deadlineMs = 20_000,
): Promise<T> => {
  const begin = performance.now()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    const waited = performance.now() - begin
    if (waited > deadlineMs) throw new Error(`nothing happened within ${deadlineMs} ms`)
    // Asked of a hub over HTTP, no wait comes near to the requests that one may make in a minute.
    await pause(Math.min(50, Math.max(5, waited / 10)))
  }
}
