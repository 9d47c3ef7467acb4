/** Wakes those who wait for something new. They look for themselves what it is. */
export type Signal = {
  /** Grows with every wake, so that one who looked before need not miss what came between. */
  readonly version: () => number
  readonly wake: () => void
  /** Resolves once the version is past `seen`, or when the abort signal fires. */
  readonly after: (seen: number, aborted: AbortSignal) => Promise<void>
}

export const createSignal = (): Signal => {
  let version = 0
  const waiting = new Set<() => void>()
  return {
    version: () => version,
    wake: () => {
      version++
      const now = [...waiting]
      waiting.clear()
      for (const resume of now) resume()
    },
    after: (seen, aborted) => {
      if (version > seen || aborted.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const resume = () => {
          waiting.delete(resume)
          aborted.removeEventListener('abort', resume)
          resolve()
        }
        waiting.add(resume)
        aborted.addEventListener('abort', resume, { once: true })
      })
    },
  }
}
