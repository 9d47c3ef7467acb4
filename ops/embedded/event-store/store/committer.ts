import type { Log, Write } from './log.ts'

/** Gathers what is to be written while a commit is under way, and writes it with one sync. */
export type Committer = {
  /** Resolves when the writes, and all that were handed in before, are on disk. */
  readonly submit: (writes: readonly Write[]) => Promise<void>
  /** Resolves when nothing is left to write. */
  readonly drained: () => Promise<void>
}

type Waiting = {
  readonly writes: readonly Write[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What one transaction takes at most, so that a flood of large appends does not delay the first of them. */
const largestBatch = 16 * 1024 * 1024

const sizeOf = (writes: readonly Write[]): number =>
  writes.reduce((sum, { bytes }) => sum + bytes.length, 0)

const takeBatch = (queue: Waiting[]): Waiting[] => {
  let size = 0
  let count = 0
  for (const { writes } of queue) {
    if (count > 0 && size > largestBatch) break
    size += sizeOf(writes)
    count++
  }
  return queue.splice(0, count)
}

/**
 * `committed` is called after each commit, before those who wait learn of it. When a commit fails the rest of the
 * queue stands on what was not written: all of it is rejected, and `failed` is called before anyone learns of it.
 */
export const createCommitter = (
  log: Pick<Log, 'commit'>,
  committed: (writes: readonly Write[]) => void,
  failed: (error: unknown) => void,
): Committer => {
  const queue: Waiting[] = []
  let running: Promise<void> | undefined

  const commitNext = async (): Promise<void> => {
    const batch = takeBatch(queue)
    const writes = batch.flatMap((waiting) => waiting.writes)
    try {
      if (writes.length > 0) await log.commit(batch.map((waiting) => waiting.writes))
      committed(writes)
      for (const { resolve } of batch) resolve()
    } catch (error) {
      const lost = [...batch, ...queue.splice(0)]
      failed(error)
      for (const { reject } of lost) reject(error)
    }
  }

  const run = async (): Promise<void> => {
    // What arrives in the same turn of the event loop shares the first commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await commitNext()
    running = undefined
  }

  return {
    submit: (writes) =>
      new Promise((resolve, reject) => {
        queue.push({ writes, resolve, reject })
        running ??= run()
      }),
    drained: async () => {
      while (running !== undefined) await running
    },
  }
}
