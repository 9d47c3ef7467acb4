import type { Logger } from 'pino'
import { spendOf } from '../../../commands/accounts/spend-uses.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { periodOf } from '../../../domain/accounts/key-limits.ts'
import { usageIdOf } from '../../../domain/accounts/key-usage.ts'
import { admit } from '../../../domain/jobs/admission.ts'
import { priceAt } from '../../../domain/devices/price-book.ts'
import { predictQueueTime } from '../../../domain/agents/models/queue-time/predict.ts'
import { nextOpening } from '../../../domain/devices/windows.ts'
import { notificationRules } from '../../../domain/engagement/summary.ts'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { followPositions } from '../../../platform/positions/positions.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createReadApi } from '../../../read-api/server.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import { serveConsole } from '../../console/serve.ts'
import type { Connections, HubTables } from '../connections.ts'
import { createInsight } from '../insight.ts'
import { createAuditTree } from '../../../projections/audit/tree.ts'
import { openStoredLog } from '../../../platform/event-store/stored-log.ts'
import { createAuditBook } from '../../audit/book.ts'
import { createHistory, skippedIn } from '../../history/history.ts'
import { listen, requestGraceMs, type Listening } from './listen.ts'

/** People wait for these answers: a query that takes longer is ended. */
const statementTimeoutMs = 5_000

export const startReadApiRole = async (
  config: Config,
  services: Services,
  { cache, bus, postgresUrl }: Connections,
  health: Health,
  logger: Logger,
  commandApi: string,
  eventStoreUrl: string,
): Promise<Listening> => {
  const onError = (error: Error): void => logger.warn({ error }, 'a connection reported trouble')
  const { db, pool, close } = await connectPostgres<HubTables>(postgresUrl, {
    name: 'quantum-hub read-api',
    statementTimeoutMs,
    onError,
  })
  const positions = followPositions({ bus, db })
  const authenticate = createAuthenticate(services)
  const rules = {
    priceAt,
    admit,
    nextOpening,
    predictQueueTime,
    notifications: notificationRules,
    keys: { periodOf, usageIdOf },
  }
  const { eventStore, clock } = services
  const log = openStoredLog(eventStoreUrl)
  const history = createHistory({ eventStore, clock, skipped: skippedIn(pool) })
  const app = await createReadApi({
    db,
    cache,
    bus,
    config,
    authenticate,
    spendUses: spendOf(services),
    health,
    logger,
    positions,
    rules,
    history,
    insight: createInsight(services, pool),
    audit: createAuditBook({ eventStore, log, tree: createAuditTree(db) }),
  })
  if (config.console === 'on')
    await serveConsole(app, { commandApi, production: process.env['NODE_ENV'] === 'production' })
  const listening = await listen(app, config.host, config.readApiPort, requestGraceMs(config))
  return {
    address: listening.address,
    stop: async () => {
      // First: who waits for a position is answered before the server waits for them.
      positions.close()
      await listening.stop()
      await log.close()
      await close()
    },
  }
}
