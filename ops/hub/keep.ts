/** Work that goes on until it is stopped. */
export type Running = { readonly stop: () => Promise<void> }

/** Begins work that ends with its signal; `stop` waits for its end. */
export const running = (work: (signal: AbortSignal) => Promise<void>): Running => {
  const stopping = new AbortController()
  const finished = work(stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await finished
    },
  }
}
