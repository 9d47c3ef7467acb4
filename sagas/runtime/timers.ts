import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import { deliver } from './deliver.ts'
import type { AnySaga } from './registry.ts'

export type DueTimer = {
  readonly timerId: string
  readonly name: string
  /** The instance's stream, `<saga>-<instance>`. */
  readonly stream: string
}

/** The index of timers: which are due at an instant. It is a projection, so it may lag; it never invents one. */
export type TimerIndex = { readonly due: (at: Date, limit: number) => Promise<readonly DueTimer[]> }

const lookEveryMs = 250
const batch = 500

/** Fires what is due now. A timer that was cancelled or fired meanwhile is not expected by its instance any more. */
export const fireDueTimers = async (
  services: Services,
  sagas: readonly AnySaga[],
  index: TimerIndex,
  signal: AbortSignal,
): Promise<number> => {
  const due = await index.due(services.clock.now(), batch)
  await Promise.all(
    due.map(async ({ stream, timerId, name }) => {
      const saga = sagas.find((each) => stream.startsWith(`${each.saga.name}-`))
      if (saga === undefined) throw new Error(`timer ${timerId} is of no known saga: ${stream}`)
      const instance = stream.slice(saga.saga.name.length + 1)
      const cause = { correlationId: timerId, causationId: timerId }
      await deliver(
        services,
        saga,
        instance,
        { type: 'timer', timerId, name },
        false,
        cause,
        signal,
      )
    }),
  )
  return due.length
}

export const runTimers = async (
  services: Services,
  sagas: readonly AnySaga[],
  index: TimerIndex,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await fireDueTimers(services, sagas, index, signal).catch((error: unknown) => {
      if (!signal.aborted)
        logger.warn({ error }, 'timers could not be fired and will be tried again')
    })
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
