import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresCheckpoint } from '../../../platform/checkpoint/checkpoint.ts'
import { sagas } from '../../../sagas/registry.ts'
import { runWorker } from '../../../sagas/runtime/worker.ts'
import type { Connections } from '../connections.ts'
import type { OpenProviders } from '../execution.ts'
import { keep, type Running } from '../keep.ts'
import { sagaIndex } from '../saga-index.ts'

/**
 * Performs what sagas request: commands on our own aggregates, runs at providers. Providers are opened under the lease, so
 * that a worker in waiting resumes nothing that another is at.
 */
export const startWorkerRole = (
  services: Services,
  { postgres, postgresUrl }: Pick<Connections, 'postgres' | 'postgresUrl'>,
  openProviders: () => Promise<OpenProviders>,
  logger: Logger,
): Running => {
  const checkpoint = postgresCheckpoint(postgres.db, 'saga-worker')
  const instances = sagaIndex(postgres.db)
  return keep(postgresUrl, 'worker', logger, async (signal) => {
    const { registry: providers, close } = await openProviders()
    try {
      await runWorker({ services, instances, providers, checkpoint, logger }, sagas, signal)
    } finally {
      await close()
    }
  })
}
