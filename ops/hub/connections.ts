import { join } from 'node:path'
import type { Logger } from 'pino'
import { createAccessTokens, type AccessTokens } from '../../platform/auth/access-token.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { connectNatsBus } from '../../platform/bus/nats-bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectRedisCache } from '../../platform/cache/redis-cache.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Config } from '../../platform/config/schema.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { createFileOutbox } from '../../platform/mail/file-outbox.ts'
import type { Mailer } from '../../platform/mail/port.ts'
import { connectPostgres, type Postgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import type { FoldSnapshotTable } from '../../platform/snapshots/postgres-snapshots.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import type { Servers } from './servers.ts'

export type HubTables = InfrastructureTables &
  ReadModelTables & { readonly fold_snapshot: FoldSnapshotTable }

/** Every port of the hub, open. */
export type Connections = {
  readonly eventStore: EventStore
  readonly postgres: Postgres<HubTables>
  readonly postgresUrl: string
  readonly cache: Cache
  readonly bus: Bus
  readonly vault: Vault
  readonly mailer: Mailer
  readonly accessTokens: AccessTokens
  readonly close: () => Promise<void>
}

export const connect = async (
  config: Config,
  { eventStoreUrl, postgresUrl }: Servers,
  logger: Logger,
): Promise<Connections> => {
  const onError = (error: unknown): void => logger.warn({ error }, 'a connection reported trouble')
  await migrate(postgresUrl)
  const postgres = await connectPostgres<HubTables>(postgresUrl, { connections: 20, onError })
  const eventStore = connectEventStore(eventStoreUrl)
  const cache =
    config.redisUrl === undefined
      ? createMemoryCache()
      : await connectRedisCache(config.redisUrl, { onError })
  const bus =
    config.natsUrl === undefined
      ? createMemoryBus({ onError })
      : await connectNatsBus(config.natsUrl, { onError })
  return {
    eventStore,
    postgres,
    postgresUrl,
    cache,
    bus,
    vault: createPostgresVault(postgres.db, config.masterKey),
    mailer: createFileOutbox(join(config.dataDir, 'outbox')),
    accessTokens: createAccessTokens({
      secret: config.authSecret,
      lifetimeSeconds: config.accessTokenSeconds,
      clock: systemClock,
    }),
    close: async () => {
      await Promise.allSettled([bus.close(), cache.close(), eventStore.close()])
      await postgres.close()
    },
  }
}
