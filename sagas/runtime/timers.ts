import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import { deliver } from './deliver.ts'
import { reportParked } from './metrics.ts'
import type { AnySaga } from './registry.ts'

export type DueTimer = {
  readonly timerId: string
  readonly name: string
  /** The instance's stream, `<saga>-<instance>`. */
  readonly stream: string
}

/** The index of timers: which are due at an instant, in these partitions. It is a projection, so it may lag; it never invents one. */
export type TimerIndex = {
  readonly due: (
    at: Date,
    limit: number,
    partitions: readonly number[],
  ) => Promise<readonly DueTimer[]>
}

export type Timers = {
  readonly services: Services
  readonly sagas: readonly AnySaga[]
  readonly index: TimerIndex
  /** Those that this process holds now. */
  readonly partitions: () => readonly number[]
  readonly logger: Logger
}

const lookEveryMs = 250
const batch = 500

/** Fires what is due now. A timer that was cancelled or fired meanwhile is not expected by its instance any more. */
export const fireDueTimers = async (
  { services, sagas, index, partitions, logger }: Timers,
  signal: AbortSignal,
): Promise<number> => {
  const held = partitions()
  if (held.length === 0) return 0
  const due = await index.due(services.clock.now(), batch, held)
  await Promise.all(
    due.map(async ({ stream, timerId, name }) => {
      const each = sagas.find(({ saga }) => stream.startsWith(`${saga.name}-`))
      if (each === undefined) throw new Error(`timer ${timerId} is of no known saga: ${stream}`)
      const instance = stream.slice(each.saga.name.length + 1)
      const cause = { correlationId: timerId, causationId: timerId }
      const message = { type: 'timer', timerId, name } as const
      const parked = await deliver(services, { each, instance }, { message }, cause, signal)
      if (parked !== undefined) reportParked(logger, stream, parked)
    }),
  )
  return due.length
}

export const runTimers = async (timers: Timers, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await fireDueTimers(timers, signal).catch((error: unknown) => {
      if (!signal.aborted)
        timers.logger.warn({ error }, 'timers could not be fired and will be tried again')
    })
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
