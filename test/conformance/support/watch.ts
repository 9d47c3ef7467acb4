const deadlineMs = 30_000

/** Fails with what was awaited instead of hanging the run. */
export const within = async <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Lets tests wait for what is told to it. */
export type Watch = {
  readonly changed: () => void
  readonly fail: (error: Error) => void
  /** Rejects when an error comes first. */
  readonly until: (what: string, holds: () => boolean) => Promise<void>
  readonly failed: () => Promise<Error>
}

export const createWatch = (): Watch => {
  const watchers = new Set<() => void>()
  let error: Error | undefined
  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }
  const until = (what: string, holds: () => boolean): Promise<void> =>
    within(
      new Promise<void>((resolve, reject) => {
        const watcher = () => {
          if (holds()) resolve()
          else if (error !== undefined) reject(error)
          else return
          watchers.delete(watcher)
        }
        watchers.add(watcher)
        watcher()
      }),
      what,
    )
  return {
    changed,
    fail: (failure) => {
      error = failure
      changed()
    },
    until,
    failed: async () => {
      await until('an error', () => error !== undefined)
      return error ?? new Error('No error')
    },
  }
}
