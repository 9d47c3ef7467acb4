/** The value below which a share `p` (0–1) of the samples lies; nearest rank. */
export const percentile = (samples: readonly number[], p: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN
  )
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

/** Runs `count` pieces of work, `width` at a time; milliseconds that each took. */
export const timeEach = async (
  count: number,
  width: number,
  work: (index: number) => Promise<void>,
): Promise<readonly number[]> => {
  const taken: number[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next++
      const began = performance.now()
      await work(index)
      taken.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return taken
}
