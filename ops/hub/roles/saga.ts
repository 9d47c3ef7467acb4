import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresProgress } from '../../../platform/checkpoint/progress.ts'
import { shareWork } from '../../../platform/lease/shares.ts'
import { sagas } from '../../../sagas/registry.ts'
import { createTeller } from '../../../sagas/engagement/telling/teller.ts'
import { partitions as pieces } from '../../../sagas/runtime/partition.ts'
import { createRouter } from '../../../sagas/runtime/router.ts'
import { runTimers } from '../../../sagas/runtime/timers.ts'
import { together } from '../../../sagas/runtime/together.ts'
import type { Connections } from '../connections.ts'
import { running, type Running } from '../keep.ts'
import { sagaIndex } from '../saga-index.ts'

/** Takes events to the sagas they concern and to who wants to hear of them, and fires timers: of the partitions that this process holds of all. */
export const startSagaRole = (
  services: Services,
  { postgres, postgresUrl }: Pick<Connections, 'postgres' | 'postgresUrl'>,
  logger: Logger,
): Running => {
  const router = createRouter(services, sagas, postgresProgress(postgres.db, 'saga-router'), logger)
  const teller = createTeller(services, postgresProgress(postgres.db, 'teller'), logger)
  const index = sagaIndex(postgres.db)
  const onTrouble = (error: unknown): void =>
    logger.warn({ error, role: 'saga' }, 'a partition was left and will be taken again')
  const timers = { services, sagas, index, partitions: router.joined, logger }
  return running((signal) =>
    together(
      signal,
      (stop) =>
        shareWork(postgresUrl, { name: 'saga', pieces, signal: stop, onTrouble }, router.join),
      (stop) =>
        shareWork(postgresUrl, { name: 'teller', pieces, signal: stop, onTrouble }, teller.join),
      (stop) => runTimers(timers, stop),
    ),
  )
}
