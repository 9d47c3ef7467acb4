import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresCheckpoint } from '../../../platform/checkpoint/checkpoint.ts'
import { sagas } from '../../../sagas/registry.ts'
import { runRouter } from '../../../sagas/runtime/router.ts'
import { runTimers } from '../../../sagas/runtime/timers.ts'
import { together } from '../../../sagas/runtime/together.ts'
import type { Connections } from '../connections.ts'
import { keep, type Running } from '../keep.ts'
import { sagaIndex } from '../saga-index.ts'

/** Takes events to the sagas they concern, and fires timers. */
export const startSagaRole = (
  services: Services,
  { postgres, postgresUrl }: Connections,
  logger: Logger,
): Running => {
  const checkpoint = postgresCheckpoint(postgres.db, 'saga-router')
  const index = sagaIndex(postgres.db)
  return keep(postgresUrl, 'saga', logger, (signal) =>
    together(
      signal,
      (stop) => runRouter(services, sagas, checkpoint, logger, stop),
      (stop) => runTimers(services, sagas, index, logger, stop),
    ),
  )
}
