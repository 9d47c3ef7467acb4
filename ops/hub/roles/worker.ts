import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresProgress } from '../../../platform/checkpoint/progress.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { shareWork } from '../../../platform/lease/shares.ts'
import { sagas, sagasByWorker } from '../../../sagas/registry.ts'
import { partitions as pieces } from '../../../sagas/runtime/partition.ts'
import { together } from '../../../sagas/runtime/together.ts'
import { runWatchdog } from '../../../sagas/runtime/watchdog.ts'
import { createWorker } from '../../../sagas/runtime/worker.ts'
import type { Connections } from '../connections.ts'
import type { OpenProviders } from '../execution.ts'
import { running, type Running } from '../keep.ts'
import { sagaIndex } from '../saga-index.ts'

/**
 * Performs what sagas request: commands on our own aggregates, runs at providers, for the partitions that this process
 * holds of all. Providers are opened for a partition under its lease, so that nobody resumes what another is at.
 */
export const startWorkerRole = (
  services: Services,
  { postgres, postgresUrl }: Pick<Connections, 'postgres' | 'postgresUrl'>,
  openProviders: (partition: number) => Promise<OpenProviders>,
  logger: Logger,
): Running => {
  const workers = Object.entries(sagasByWorker).map(([name, some]) => {
    const progress = postgresProgress(postgres.db, name)
    return { ...createWorker({ services, progress, logger }, some), some }
  })
  /** Those that all of them are at; they come and go together. */
  const partitions = (): readonly number[] => {
    const [first = [], ...others] = workers.map(({ joined }) => joined())
    return first.filter((partition) => others.every((joined) => joined.includes(partition)))
  }
  const again = (requested: RecordedEvent): void =>
    workers
      .find(({ some }) => some.some(({ saga }) => requested.stream.startsWith(`${saga.name}-`)))
      ?.again(requested)
  const isUnderWay = (effectId: string): boolean =>
    workers.some((worker) => worker.isUnderWay(effectId))
  const index = sagaIndex(postgres.db)
  const onTrouble = (error: unknown): void =>
    logger.warn({ error, role: 'worker' }, 'a partition was left and will be taken again')
  const perform = async (partition: number, signal: AbortSignal): Promise<void> => {
    const { registry, close } = await openProviders(partition)
    try {
      await together(
        signal,
        ...workers.map(
          ({ join }) =>
            (stop: AbortSignal) =>
              join(partition, registry, stop),
        ),
      )
    } finally {
      await close()
    }
  }
  return running((signal) =>
    together(
      signal,
      (stop) =>
        shareWork(postgresUrl, { name: 'worker', pieces, signal: stop, onTrouble }, perform),
      (stop) =>
        runWatchdog({ services, sagas, index, partitions, logger, again, isUnderWay }, stop),
    ),
  )
}
