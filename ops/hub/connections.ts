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
import { observed } from '../../platform/event-store/observed.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { createFileOutbox } from '../../platform/mail/file-outbox.ts'
import type { MailOutboxTable } from '../../platform/mail/outbox-table.ts'
import type { LlmPort } from '../../platform/llm/port.ts'
import { createModelFitter, type ModelFitter } from '../../platform/models/fitter.ts'
import type { Mailer } from '../../platform/mail/port.ts'
import { createPostgresOutbox } from '../../platform/mail/postgres-outbox.ts'
import { connectPostgres, type Postgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import type { FoldSnapshotTable } from '../../platform/snapshots/postgres-snapshots.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { AuditTables } from '../../projections/audit/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'
import type { ChainKeys } from '../../platform/chain/keys/port.ts'
import type { ChainPorts } from '../../platform/chain/port.ts'
import { connectChains } from './chains.ts'
import { openLanguageModels } from './llm.ts'
import { openPayments } from './payments.ts'
import type { Servers } from './servers.ts'
import { catchUpForm } from '../../projections/generations/catch-up-form.ts'

export type HubTables = InfrastructureTables &
  AuditTables &
  ReadModelTables & {
    readonly fold_snapshot: FoldSnapshotTable
    readonly mail_outbox: MailOutboxTable
  }

/** Every port of the hub, open. */
export type Connections = {
  readonly eventStore: EventStore
  readonly postgres: Postgres<HubTables>
  readonly postgresUrl: string
  readonly cache: Cache
  readonly bus: Bus
  readonly vault: Vault
  readonly mailer: Mailer
  readonly payments: PaymentProvider
  readonly chains: ChainPorts
  readonly chainKeys: ChainKeys
  readonly llm: LlmPort
  readonly modelFitter: ModelFitter
  readonly accessTokens: AccessTokens
  readonly close: () => Promise<void>
}

export const connect = async (
  config: Config,
  { eventStoreUrl, postgresUrl, paymentsUrl, chains: { settings, keys } }: Servers,
  logger: Logger,
  /** For who runs a hub; who builds rows by COPY cannot have it. */
  pipelined = false,
): Promise<Connections> => {
  const onError = (error: unknown): void => logger.warn({ error }, 'a connection reported trouble')
  // Before anything is opened: a file with a mistake in it stops the hub.
  const llm = openLanguageModels(config, logger)
  await migrate(postgresUrl)
  const postgres = await connectPostgres<HubTables>(postgresUrl, {
    connections: 20,
    pipelined,
    onError,
  })
  await catchUpForm(postgres.pool)
  const eventStore = observed(connectEventStore(eventStoreUrl))
  const cache =
    config.redisUrl === undefined
      ? createMemoryCache()
      : await connectRedisCache(config.redisUrl, { onError })
  const bus =
    config.natsUrl === undefined
      ? createMemoryBus({ onError })
      : await connectNatsBus(config.natsUrl, { onError })
  const { db } = postgres
  const vault = createPostgresVault(db, config.masterKey)
  const chains = connectChains(settings, config)
  const modelFitter = createModelFitter()
  return {
    eventStore,
    postgres,
    postgresUrl,
    cache,
    bus,
    vault,
    mailer:
      config.mailUrl === undefined
        ? createFileOutbox(join(config.dataDir, 'outbox'))
        : createPostgresOutbox({ db, vault, clock: systemClock }),
    payments: openPayments(config, paymentsUrl),
    chains,
    chainKeys: keys,
    llm,
    modelFitter,
    accessTokens: createAccessTokens({
      secret: config.authSecret,
      lifetimeSeconds: config.accessTokenSeconds,
      clock: systemClock,
    }),
    close: async () => {
      for (const chain of chains.values()) chain.close()
      llm.close()
      await Promise.allSettled([
        modelFitter.close(),
        bus.close(),
        cache.close(),
        eventStore.close(),
      ])
      await postgres.close()
    },
  }
}
