import type { Bounds, Resting } from './replay.ts'

/** Keeps a builder within its bounds: a fixed pace, and rest while the live rows are behind. */
export type Governor = {
  /** Waits until so many more events may be applied; rejects when the signal comes. */
  readonly pass: (events: number) => Promise<void>
  readonly setBounds: (bounds: Bounds) => void
  /** How far behind the log the rows are that readers follow, in seconds. */
  readonly setLag: (seconds: number) => void
  /** Why it stands, when it does. */
  readonly resting: () => Resting | null
}

type Waiting = { readonly wake: () => void }

/** Looked at again so often while it stands, so that a new bound is minded at once. */
const sliceMs = 100

export const createGovernor = (
  first: Bounds,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): Governor => {
  let bounds = first
  let lag = 0
  let held = false
  let resting: Resting | null = null
  /** When the last events were let through: what was not used by then is not made up for. */
  let passed = now()
  let waiting: Waiting | undefined

  /** Rest ends well below the bound: who stops and starts at one value does so all the time. */
  const judge = (): void => {
    const { lagSeconds } = bounds
    if (lagSeconds === null) held = false
    else if (lag > lagSeconds) held = true
    else if (lag <= lagSeconds / 2) held = false
    waiting?.wake()
  }

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        waiting = undefined
        settle()
      }
      const onAbort = (): void =>
        end(() => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')))
      const timer = setTimeout(() => end(resolve), ms)
      waiting = { wake: () => end(resolve) }
      signal.addEventListener('abort', onAbort, { once: true })
    })

  return {
    resting: () => resting,
    setBounds: (next) => {
      bounds = next
      judge()
    },
    setLag: (seconds) => {
      lag = seconds
      judge()
    },
    pass: async (events) => {
      for (;;) {
        signal.throwIfAborted()
        const { eventsPerSecond } = bounds
        const early =
          eventsPerSecond === null ? 0 : passed + (events / eventsPerSecond) * 1000 - now()
        if (!held && early <= 0) break
        resting = held ? 'LIVE_LAG' : 'PACE'
        await wait(held ? sliceMs : Math.min(early, sliceMs))
      }
      resting = null
      passed = now()
    },
  }
}
