import { setTimeout as pause } from 'node:timers/promises'
import { type Exit, startEventStore, type StartedEventStore, type StartOptions } from './start.ts'

/** An event store that is started again whenever it ends without being asked to. */
export type KeptEventStore = {
  readonly connectionString: string
  /** Of the process that runs now, or ran last. */
  readonly pid: () => number
  readonly stop: () => Promise<void>
}

export type KeepOptions = StartOptions & {
  /** Told, in a line, when it ended by itself, could not be started, and runs again. */
  readonly onTrouble?: (text: string) => void
}

const firstPauseMs = 50
const longestPauseMs = 5_000

const inWords = ({ code, signal }: Exit): string =>
  signal === null ? `code ${code ?? '?'}` : signal

/**
 * Starts the embedded event store and keeps it: when its process dies it is started again on its port, where every
 * client that knows the port finds it. Throws EventStoreNotStarted when the first start fails.
 */
export const keepEventStore = async (options: KeepOptions): Promise<KeptEventStore> => {
  const { onTrouble = () => undefined } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = (): boolean => signal.aborted
  const first = await startEventStore(options)
  const { port, connectionString } = first
  let current = first

  const startAgain = async (): Promise<StartedEventStore | undefined> => {
    for (let wait = firstPauseMs; !signal.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
      try {
        return await startEventStore({ ...options, port })
      } catch (error) {
        onTrouble(`the event store could not be started again: ${String(error)}`)
      }
      await pause(wait, undefined, { signal }).catch(() => undefined)
    }
    return undefined
  }

  const keep = async (): Promise<void> => {
    for (;;) {
      const exit = await current.exited
      if (stopped()) return
      onTrouble(`the event store ended (${inWords(exit)}) and is started again`)
      const next = await startAgain()
      if (next === undefined) return
      current = next
      if (stopped()) return next.stop()
      onTrouble(`the event store runs again on port ${port}`)
    }
  }

  const kept = keep()
  return {
    connectionString,
    pid: () => current.pid,
    stop: async () => {
      stopping.abort()
      await current.stop()
      await kept
    },
  }
}
