import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { priceAt } from '../../../domain/devices/price-book.ts'
import { nextOpening } from '../../../domain/devices/windows.ts'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { followPositions } from '../../../platform/positions/positions.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createReadApi } from '../../../read-api/server.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import type { Connections, HubTables } from '../connections.ts'
import { listen, requestGraceMs, type Listening } from './listen.ts'

/** People wait for these answers: a query that takes longer is ended. */
const statementTimeoutMs = 5_000

export const startReadApiRole = async (
  config: Config,
  services: Services,
  { cache, bus, postgresUrl }: Connections,
  health: Health,
  logger: Logger,
): Promise<Listening> => {
  const onError = (error: Error): void => logger.warn({ error }, 'a connection reported trouble')
  const { db, close } = await connectPostgres<HubTables>(postgresUrl, {
    name: 'quantum-hub read-api',
    statementTimeoutMs,
    onError,
  })
  const positions = followPositions({ bus, db })
  const authenticate = createAuthenticate(services)
  const rules = { priceAt, nextOpening }
  const app = await createReadApi({
    db,
    cache,
    bus,
    config,
    authenticate,
    health,
    logger,
    positions,
    rules,
  })
  const listening = await listen(app, config.host, config.readApiPort, requestGraceMs(config))
  return {
    address: listening.address,
    stop: async () => {
      // First: who waits for a position is answered before the server waits for them.
      positions.close()
      await listening.stop()
      await close()
    },
  }
}
