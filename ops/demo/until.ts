import { setTimeout as pause } from 'node:timers/promises'
import { Broken } from './expect.ts'

const patienceMs = 120_000

/** Asks until there is an answer: as a client does that waits for what the hub does by itself, ever less often. */
export const until = async <Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> => {
  const deadline = performance.now() + patienceMs
  for (let wait = 100; performance.now() < deadline; wait = Math.min(2 * wait, 1000)) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(wait)
  }
  throw new Broken(`${what}: not within ${patienceMs / 1000} s`)
}
