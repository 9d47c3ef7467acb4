import { Mutex } from 'async-mutex'

/**
 * One change of a stream at a time within this process: what would only lose the race for the revision waits in line
 * instead. Other processes are held off by the expected revision alone.
 */
export type StreamLocks = {
  readonly runExclusive: <Result>(stream: string, work: () => Promise<Result>) => Promise<Result>
}

export const createStreamLocks = (): StreamLocks => {
  const held = new Map<string, { readonly mutex: Mutex; users: number }>()
  return {
    runExclusive: async (stream, work) => {
      const lock = held.get(stream) ?? { mutex: new Mutex(), users: 0 }
      held.set(stream, lock)
      lock.users += 1
      try {
        return await lock.mutex.runExclusive(work)
      } finally {
        lock.users -= 1
        if (lock.users === 0) held.delete(stream)
      }
    },
  }
}
