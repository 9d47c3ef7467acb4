/** Writes values of which only the newest counts, one at a time. */
export type Latest = {
  readonly write: (value: number) => void
  /** Resolves when nothing is left to write. */
  readonly idle: () => Promise<void>
}

/** A value that can't be written is given up: the next one says more. */
export const createLatest = (write: (value: number) => Promise<void>): Latest => {
  let next: number | undefined
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    for (let value = next; value !== undefined; value = next) {
      next = undefined
      await write(value).catch(() => {})
    }
    running = undefined
  }
  return {
    write: (value) => {
      next = value
      running ??= run()
    },
    idle: async () => {
      while (running !== undefined) await running
    },
  }
}
