import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresCheckpoint } from '../../../platform/checkpoint/checkpoint.ts'
import { sagas } from '../../../sagas/registry.ts'
import type { ProviderRegistry } from '../../../sagas/runtime/effects.ts'
import { runWorker } from '../../../sagas/runtime/worker.ts'
import type { Connections } from '../connections.ts'
import { sagaIndex } from '../saga-index.ts'
import { keep, type Running } from '../keep.ts'

/** Performs what sagas request: commands on our own aggregates, runs at providers. */
export const startWorkerRole = (
  services: Services,
  { postgres, postgresUrl }: Connections,
  providers: ProviderRegistry,
  logger: Logger,
): Running => {
  const checkpoint = postgresCheckpoint(postgres.db, 'saga-worker')
  return keep(postgresUrl, 'worker', logger, (signal) =>
    runWorker(
      { services, instances: sagaIndex(postgres.db), providers, checkpoint, logger },
      sagas,
      signal,
    ),
  )
}
