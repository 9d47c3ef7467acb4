/** The calls that would go on for ever; a node that closes ends them. */
export type OpenCalls = {
  /** Registers how to end a call; the returned function forgets it. */
  readonly add: (end: () => void) => () => void
  readonly endAll: () => void
}

export const createOpenCalls = (): OpenCalls => {
  const ends = new Set<() => void>()
  return {
    add: (end) => {
      ends.add(end)
      return () => void ends.delete(end)
    },
    endAll: () => {
      for (const end of [...ends]) end()
      ends.clear()
    },
  }
}
