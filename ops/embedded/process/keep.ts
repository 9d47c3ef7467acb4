import { setTimeout as pause } from 'node:timers/promises'
import type { Child, Exit } from './child.ts'

/** A server that is started again whenever it ends without being asked to. */
export type Kept<Ready> = {
  readonly ready: Ready
  /** Of the process that runs now, or ran last. */
  readonly pid: () => number
  readonly stop: () => Promise<void>
}

const firstPauseMs = 50
const longestPauseMs = 5_000

const inWords = ({ code, signal }: Exit): string =>
  signal === null ? `code ${code ?? '?'}` : signal

/**
 * Keeps a server: when its process dies, `again` starts it where every client finds it. `onTrouble` is told, in a line, when
 * it ended by itself, could not be started, and runs again.
 */
export const keep = <Ready>(
  name: string,
  first: Child<Ready>,
  again: () => Promise<Child<Ready>>,
  onTrouble: (text: string) => void,
): Kept<Ready> => {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = (): boolean => signal.aborted
  let current = first

  const startAgain = async (): Promise<Child<Ready> | undefined> => {
    for (let wait = firstPauseMs; !signal.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
      try {
        return await again()
      } catch (error) {
        onTrouble(`${name} could not be started again: ${String(error)}`)
      }
      await pause(wait, undefined, { signal }).catch(() => undefined)
    }
    return undefined
  }

  const watch = async (): Promise<void> => {
    for (;;) {
      const exit = await current.exited
      if (stopped()) return
      onTrouble(`${name} ended (${inWords(exit)}) and is started again`)
      const next = await startAgain()
      if (next === undefined) return
      current = next
      if (stopped()) return next.stop()
      onTrouble(`${name} runs again`)
    }
  }

  const watched = watch()
  return {
    ready: first.ready,
    pid: () => current.pid,
    stop: async () => {
      stopping.abort()
      await current.stop()
      await watched
    },
  }
}
