import { operatorDeeds } from '../../../ops/operations/deeds.ts'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createKeyMeter } from '../../../commands/accounts/key-meter.ts'
import { createFoldCache } from '../../../commands/shared/fold-cache.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { createStreamLocks } from '../../../commands/shared/stream-locks.ts'
import { createApps } from '../../../ops/hub/apps.ts'
import { fleetOf } from '../../../ops/hub/fleet.ts'
import { knowledgeSearch } from '../../../ops/hub/knowledge-search.ts'
import { queueTimes } from '../../../ops/hub/queue-times.ts'
import { webhookIndex } from '../../../ops/hub/webhook-index.ts'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { createFootprint } from '../../../ops/erasure/footprint.ts'
import { createAccessTokens } from '../../../platform/auth/access-token.ts'
import { createMemoryBus } from '../../../platform/bus/memory-bus.ts'
import type { Cache } from '../../../platform/cache/cache.ts'
import { createMemoryCache } from '../../../platform/cache/memory-cache.ts'
import { createCircuitDesk } from '../../../platform/circuits/desk.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { createFileOutbox } from '../../../platform/mail/file-outbox.ts'
import { createModelFitter } from '../../../platform/models/fitter.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createSimulator } from '../../../platform/providers/simulator/simulator.ts'
import { createOpenIdProviders } from '../../../platform/sign-in/openid-providers.ts'
import { createPostgresVault } from '../../../platform/vault/postgres-vault.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import { createWriteApi } from '../../../write-api/create.ts'
import type { WriteApiConfig } from '../../../write-api/plumbing.ts'
import { servicesOn } from '../../kit/services.ts'
import { startPaymentStage } from '../../payments/stage.ts'
import { startTestPostgres } from '../../servers/postgres.ts'

/** A Saturday at noon: outside of windows on weekdays. */
export const startOfTests = '2026-11-21T12:00:00.000Z'

const config: WriteApiConfig = {
  publicUrl: 'http://localhost:4001',
  supportEmail: 'support@localhost',
  rateLimitPerMinute: 1_000_000,
  rateLimitAnonymousPerMinute: 1_000_000,
  rateLimitLoginPerMinute: 1_000_000,
  trustProxy: undefined,
}

/** The command interface over a real event store and Postgres, on a clock moved by hand. Its saga does not run. */
export const startHub = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-write-api-'))
  const [node, database, payments] = await Promise.all([
    startEventStore({ dataDir: join(dataDir, 'events'), port: 0 }),
    startTestPostgres(),
    startPaymentStage(),
  ])
  const connected = connectEventStore(node.connectionString)
  let appends = 0
  const eventStore: EventStore = {
    ...connected,
    append: async (...call) => {
      const result = await connected.append(...call)
      if (result.kind === 'appended') appends += 1
      return result
    },
  }
  const postgres = await connectPostgres(database.url)
  const simulator = createSimulator({ threads: 1 })
  const circuitDesk = createCircuitDesk()
  const modelFitter = createModelFitter()
  const apps = createApps(
    { dataDir, objectStoreUrl: undefined, packageMaxBytes: 1_000_000 },
    simulator,
  )
  const clock = manualClock(startOfTests)
  const outbox = join(dataDir, 'outbox')
  const bus = createMemoryBus()
  const state = { draining: false }
  const secret = Buffer.alloc(32, randomUUID())
  const services: Services = {
    ...servicesOn(eventStore, clock),
    circuits: simulator,
    circuitDesk,
    fleet: fleetOf(postgres.db),
    models: { fitter: modelFitter, queueTimes: queueTimes(postgres.db) },
    knowledge: knowledgeSearch(postgres.db),
    webhookIndex: webhookIndex(postgres.db),
    apps: apps.ports,
    vault: createPostgresVault(postgres.db, Buffer.alloc(32, 7)),
    mailer: createFileOutbox(outbox),
    bus,
    payments: payments.provider,
    footprint: createFootprint({
      pool: postgres.pool,
      postgresUrl: database.url,
      eventStore,
      cache: createMemoryCache(),
      dataDir,
    }),
    signIn: createOpenIdProviders([]),
    operations: operatorDeeds(() => ({
      services,
      pool: postgres.pool,
      cache: createMemoryCache(),
    })),
    accessTokens: createAccessTokens({ secret, lifetimeSeconds: 900, clock }),
  }

  /** Another process of the same interface: its own caches, the same log. */
  const open = async (
    cache: Cache,
    changes: Partial<WriteApiConfig> = {},
    ports: Partial<Services> = {},
  ) => {
    const own: Services = {
      ...services,
      ...ports,
      foldCache: createFoldCache(),
      streamLocks: createStreamLocks(),
      keyMeter: createKeyMeter(cache),
    }
    return createWriteApi({
      services: own,
      config: { ...config, ...changes },
      cache,
      bus,
      authenticate: createAuthenticate(own),
      health: { started: () => true, draining: () => state.draining, checks: {} },
      logger: pino({ level: process.env['QHUB_LOG_LEVEL'] ?? 'silent' }),
    })
  }
  const cache = createMemoryCache()
  const app = await open(cache)
  return {
    app,
    open,
    cache,
    bus,
    clock,
    services,
    outbox,
    secret,
    pool: postgres.pool,
    /** For processes beside it. */
    places: { eventStoreUrl: node.connectionString, postgresUrl: database.url, dataDir },
    head: () => eventStore.head(),
    /** Appends that went through so far. */
    appends: () => appends,
    drain: (draining: boolean) => {
      state.draining = draining
    },
    stop: async () => {
      await app.close()
      await Promise.all([apps.close(), circuitDesk.close(), modelFitter.close()])
      await Promise.all([simulator.close(), eventStore.close(), postgres.close(), cache.close()])
      await Promise.all([node.stop(), database.stop(), payments.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestHub = Awaited<ReturnType<typeof startHub>>
