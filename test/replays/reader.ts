import { pino } from 'pino'
import { admit } from '../../domain/jobs/admission.ts'
import { notificationRules } from '../../domain/engagement/summary.ts'
import { periodOf } from '../../domain/accounts/key-limits.ts'
import { usageIdOf } from '../../domain/accounts/key-usage.ts'
import { priceAt } from '../../domain/devices/price-book.ts'
import { predictQueueTime } from '../../domain/agents/models/queue-time/predict.ts'
import { nextOpening } from '../../domain/devices/windows.ts'
import { createHistory, skippedIn } from '../../ops/history/history.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import type { Postgres } from '../../platform/postgres/connect.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { createReadApi } from '../../read-api/server.ts'
import { noAudit } from '../read-api/audit.ts'
import { insightOf } from '../read-api/insight.ts'
import { people, testConfig } from '../read-api/kit.ts'

type Parts = {
  readonly postgres: Postgres<InfrastructureTables & ReadModelTables>
  readonly bus: Bus
  readonly cache: Cache
  readonly eventStore: EventStore
}

/** The read API, for an operator, on rows that somebody projects. */
export const openReader = async ({ postgres: { db, pool }, bus, cache, eventStore }: Parts) => {
  const positions = followPositions({ bus, db })
  const history = createHistory({ eventStore, clock: systemClock, skipped: skippedIn(pool) })
  const keys = { periodOf, usageIdOf }
  const app = await createReadApi({
    ...{ db, cache, bus, positions, history, config: testConfig, clock: systemClock },
    authenticate: async () => people['operator'] ?? { code: 'UNAUTHENTICATED', detail: 'nobody' },
    health: { started: () => true, draining: () => false, checks: {} },
    logger: pino({ level: 'silent' }),
    spendUses: () => Promise.resolve(undefined),
    insight: insightOf({ events: [] }),
    audit: noAudit,
    rules: {
      priceAt,
      admit,
      nextOpening,
      predictQueueTime,
      notifications: notificationRules,
      keys,
    },
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `${address}/graphql`,
    stop: async () => {
      positions.close()
      await app.close()
    },
  }
}
