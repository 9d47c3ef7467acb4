import { setTimeout as pause } from 'node:timers/promises'

/** Asks again until the answer is not undefined; rejects after the deadline. */
export const eventually = async <T>(
  ask: () => T | undefined | Promise<T | undefined>,
  deadlineMs = 20_000,
): Promise<T> => {
  const end = performance.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > end) throw new Error(`nothing happened within ${deadlineMs} ms`)
    await pause(5)
  }
}
