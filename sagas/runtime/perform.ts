import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EffectOutcome } from './effects.ts'
import { isOutage } from './outage.ts'

/** How often an effect is tried that fails for no reason outside, and how long between. */
export type Patience = {
  readonly attempts: number
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** An attempt that lasted this long begins the counting anew: it did something. */
  readonly lastedMs: number
}

/** About two minutes. */
export const patience: Patience = {
  attempts: 18,
  firstPauseMs: 100,
  longestPauseMs: 10_000,
  lastedMs: 60_000,
}

/** Nothing more is tried, until somebody has looked at it. */
export type GivenUp = {
  readonly type: 'given-up'
  readonly attempts: number
  readonly error: unknown
}

/**
 * Tries until there is an outcome. An outage outside (the store, a provider, the network) is waited for without end;
 * anything else is our own fault, and given up after some attempts. Throws only when the signal is aborted.
 */
export const performUntilKnown = async (
  attempt: () => Promise<EffectOutcome>,
  { attempts, firstPauseMs, longestPauseMs, lastedMs }: Patience,
  logger: Pick<Logger, 'warn'>,
  signal: AbortSignal,
): Promise<EffectOutcome | GivenUp> => {
  let failed = 0
  for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
    signal.throwIfAborted()
    const began = performance.now()
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      if (performance.now() - began >= lastedMs) failed = 0
      if (!isOutage(error)) failed += 1
      if (failed >= attempts) return { type: 'given-up', attempts: failed, error }
      logger.warn({ error }, 'an effect failed and will be tried again')
    }
    await pause(wait, undefined, { signal })
  }
}
