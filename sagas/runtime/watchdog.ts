import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

/** An instance that has not moved for a while. */
export type StalledInstance = {
  readonly stream: string
  /** Ids of requested effects without an outcome. */
  readonly outstanding: readonly string[]
  readonly timers: number
}

/**
 * The index of instances: which have not moved since an instant although an effect is open, or nothing is and no timer is
 * set, unless their saga is one that `mayRest`. It is a projection, so it may lag.
 */
export type InstanceIndex = {
  readonly stalledSince: (
    at: Date,
    limit: number,
    mayRest: readonly string[],
  ) => Promise<readonly StalledInstance[]>
}

export type Watchdog = {
  readonly eventStore: EventStore
  readonly index: InstanceIndex
  /** Names of the sagas that may rest. */
  readonly mayRest: readonly string[]
  readonly now: () => Date
  readonly logger: Logger
  /** Begins to perform a requested effect, unless it is being performed or has its outcome. */
  readonly redrive: (requested: RecordedEvent) => void
}

const lookEveryMs = 15_000
const stalledAfterMs = 30_000
const batch = 200

/** Drives on what stands still, and names what nothing will ever move. */
export const lookOnce = async ({
  eventStore,
  index,
  mayRest,
  now,
  logger,
  redrive,
}: Watchdog): Promise<number> => {
  const since = new Date(now().getTime() - stalledAfterMs)
  const stalled = await index.stalledSince(since, batch, mayRest)
  for (const { stream, outstanding, timers } of stalled) {
    if (outstanding.length === 0 && timers === 0)
      logger.error({ stream }, 'a saga waits for nothing: look at its stream')
    if (outstanding.length === 0) continue
    const recorded = await eventStore.read(stream)
    for (const event of recorded)
      if (event.type === 'SagaEffectRequested' && outstanding.includes(event.id)) redrive(event)
  }
  return stalled.length
}

export const runWatchdog = async (watchdog: Watchdog, signal: AbortSignal): Promise<void> => {
  for (;;) {
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    await lookOnce(watchdog).catch((error: unknown) =>
      watchdog.logger.warn({ error }, 'the watchdog could not look'),
    )
  }
}
