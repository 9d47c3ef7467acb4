import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createFollower, type Followed, type Round } from './follow.ts'

export type Watching = {
  /** What the last look came to; `TROUBLE` when there was no answer. */
  readonly state: () => Round['kind'] | 'WAITING' | 'TROUBLE'
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** After trouble it is looked again at most this much later. */
const mostMs = 30_000

/** Looks at a chain again and again, as often as its settings say, and at once while there is more of it. */
export const createWatch = (
  followed: Followed,
  logger: Pick<Logger, 'warn' | 'error' | 'info'>,
): Watching => {
  const { chain, pollMs } = followed.port.settings
  let state: ReturnType<Watching['state']> = 'WAITING'
  const tell = (round: Round): void => {
    if (round.kind === 'REORGANISED') logger.warn({ chain }, 'blocks of a chain are gone')
    if (round.kind === 'HALTED')
      logger.error({ chain }, 'a chain is followed no further: an operator has to look at it')
    if (round.kind === 'OPENED') logger.info({ chain }, 'a chain is followed')
  }
  const run = async (signal: AbortSignal): Promise<void> => {
    const look = createFollower(followed)
    const stopped = (): boolean => signal.aborted
    let trouble = 0
    while (!stopped()) {
      let waitMs = pollMs
      try {
        const round = await look()
        trouble = 0
        state = round.kind
        tell(round)
        if (round.kind === 'ADVANCED' && !round.isAtEnd) waitMs = 0
      } catch (error) {
        if (stopped()) return
        trouble += 1
        waitMs = Math.min(pollMs * 2 ** Math.min(trouble, 10), Math.max(mostMs, pollMs))
        // One that does not answer for a moment is none.
        if (trouble === 3) logger.warn({ error, chain }, 'a chain can’t be followed now')
        if (trouble >= 3) state = 'TROUBLE'
      }
      await pause(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return { state: () => state, run }
}
