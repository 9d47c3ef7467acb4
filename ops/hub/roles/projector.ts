import type { Logger } from 'pino'
import type { Health } from '../../../platform/http/health.ts'
import { readLag } from '../../../projections/generations/lag.ts'
import { startProjector } from '../../../projections/runner/projector.ts'
import type { Connections } from '../connections.ts'
import type { Running } from '../keep.ts'
import { atMostEvery } from './at-most-every.ts'
import { projectorGauges } from './projector-gauges.ts'

/** Nobody who looks often makes the log be read more often. */
const lagEveryMs = 5_000

export type RunningProjector = Running & {
  /** How it is, and how far the rows that readers follow are: for an operator who looks at this process. */
  readonly details: NonNullable<Health['details']>
}

/** Builds the read models from the log. It waits its turn among all projectors by itself. */
export const startProjectorRole = (
  {
    eventStore,
    postgres,
    postgresUrl,
    cache,
    bus,
    vault,
  }: Pick<Connections, 'eventStore' | 'postgres' | 'postgresUrl' | 'cache' | 'bus' | 'vault'>,
  logger: Logger,
): RunningProjector => {
  const parts = { eventStore, postgres, postgresUrl, cache, bus, vault, logger }
  const { status, stop } = startProjector(parts)
  const lag = atMostEvery(lagEveryMs, () => readLag(postgres.pool, eventStore))
  const onTrouble = (error: unknown): void =>
    logger.warn({ error }, 'nobody knows how far the read models are behind')
  const forget = projectorGauges({ status, lag, head: () => eventStore.head(), onTrouble })
  return {
    details: {
      projector: () => {
        const { state, generation, groups, position, quarantinedStreams, cacheHealthy } = status()
        const at = position.toString()
        return Promise.resolve({
          state,
          generation,
          groups,
          position: at,
          quarantinedStreams,
          cacheHealthy,
        })
      },
      readModelLag: lag,
    },
    stop: async () => {
      forget()
      await stop()
    },
  }
}
