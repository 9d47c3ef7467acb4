import { setTimeout as pause } from 'node:timers/promises'

const firstMs = 200
const longestMs = 5_000
const endMs = 120_000

/** Tries again while what is thrown passes by itself, two minutes long. */
export const eventually = async <Result>(
  work: () => Promise<Result>,
  passes: (error: unknown) => boolean,
): Promise<Result> => {
  const end = performance.now() + endMs
  for (let wait = firstMs; ; wait = Math.min(wait * 2, longestMs))
    try {
      return await work()
    } catch (error) {
      if (!passes(error) || performance.now() > end) throw error
      await pause(wait)
    }
}
