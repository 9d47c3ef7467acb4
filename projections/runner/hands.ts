import { setTimeout as pause } from 'node:timers/promises'

/** Things that come and go one by one, worked on all together. */
export type Hands<Thing> = {
  /** Holds a thing until its lease ends; resolves when nobody works on it any more. */
  readonly hold: (thing: Thing, lease: AbortSignal) => Promise<void>
  /** Works with what is held, anew whenever that changes, until the signal. Rejects with what the work throws. */
  readonly work: (
    signal: AbortSignal,
    turn: (held: ReadonlySet<Thing>, signal: AbortSignal) => Promise<void>,
  ) => Promise<void>
  /** Nobody works any more. */
  readonly letGo: () => void
}

/** Things come in quick succession: one turn for all of them, not one for each. */
const settleMs = 50

export const createHands = <Thing>(): Hands<Thing> => {
  const held = new Set<Thing>()
  let inHand: ReadonlySet<Thing> = new Set()
  let over = false
  let waiters: (() => void)[] = []
  let ending = new AbortController()

  const changed = (): void => {
    const all = waiters
    waiters = []
    for (const wake of all) wake()
  }
  const change = (): Promise<void> => new Promise((resolve) => waiters.push(resolve))
  const aborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })

  return {
    hold: async (thing, lease) => {
      held.add(thing)
      ending.abort()
      changed()
      await aborted(lease)
      held.delete(thing)
      ending.abort()
      changed()
      while (inHand.has(thing) && !over) await change()
    },
    work: async (signal, turn) => {
      const stop = aborted(signal)
      while (!signal.aborted) {
        if (held.size === 0) {
          await Promise.race([change(), stop])
          continue
        }
        await pause(settleMs, undefined, { signal }).catch(() => undefined)
        ending = new AbortController()
        inHand = new Set(held)
        try {
          if (inHand.size > 0) await turn(inHand, AbortSignal.any([signal, ending.signal]))
        } finally {
          inHand = new Set()
          changed()
        }
      }
    },
    letGo: () => {
      over = true
      inHand = new Set()
      changed()
    },
  }
}
