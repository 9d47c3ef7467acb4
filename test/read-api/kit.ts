import type { Kysely, KyselyPlugin } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { periodOf } from '../../domain/accounts/key-limits.ts'
import { usageIdOf } from '../../domain/accounts/key-usage.ts'
import { admit } from '../../domain/jobs/admission.ts'
import { priceAt } from '../../domain/devices/price-book.ts'
import { predictQueueTime } from '../../domain/agents/models/queue-time/predict.ts'
import { nextOpening } from '../../domain/devices/windows.ts'
import { notificationRules } from '../../domain/engagement/summary.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Authenticate } from '../../platform/http/credentials.ts'
import { subjects } from '../../platform/positions/notices.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Applier } from '../../projections/runner/applier.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { createReadApi, type ReadApiConfig, type ReadApiOptions } from '../../read-api/server.ts'
import { noAudit } from './audit.ts'
import { insightOf } from './insight.ts'
import { createHistory, skippedIn } from '../../ops/history/history.ts'
import { logOf } from '../kit/log-of.ts'
import { createRecorder, type Recorder } from '../read-models/recorder.ts'
import { applierOn } from '../read-models/rows.ts'
import { idOf } from '../read-models/samples.ts'
import { startTestPostgres } from '../servers/postgres.ts'

const principal = (
  name: string,
  organisation: string,
  roles: readonly string[],
  scopes: readonly string[] = ['jobs:read', 'billing:read', 'accounts:write', 'webhooks:write'],
): Principal => ({
  actor: { kind: roles.includes('operator') ? 'operator' : 'user', id: idOf('user', name) },
  organisation: idOf('organisation', organisation),
  roles,
  scopes,
  sessionId: idOf('session', name),
})

/** Who is who, by bearer token. */
export const people: Readonly<Record<string, Principal>> = {
  x: principal('x', 'x', ['consumer']),
  y: principal('y', 'y', ['consumer']),
  provider: principal('provider', 'provider', ['provider']),
  operator: principal('operator', 'operator', ['operator']),
  scopeless: principal('scopeless', 'x', ['consumer'], []),
}

export const testConfig: ReadApiConfig = {
  graphqlMaxDepth: 12,
  graphqlMaxCost: 5_000,
  graphqlMaxAliases: 30,
  graphqlMaxTokens: 2_000,
  rateLimitPerMinute: 1_000_000,
  rateLimitAnonymousPerMinute: 1_000_000,
  rateLimitLoginPerMinute: 1_000_000,
  trustProxy: undefined,
}

export type GraphQLAnswer = {
  readonly status: number
  readonly type: string
  // Tests look into answers as they come.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is what is under test
  readonly body: any
}

export type ReadApiUnderTest = {
  readonly app: FastifyInstance
  readonly url: string
  readonly bus: Bus
  readonly recorder: Recorder
  /** Seals what the recorded events say of people. */
  readonly vault: Vault
  /** Takes what was recorded since the last time to the rows; the position reached. */
  readonly project: () => Promise<bigint>
  readonly ask: (
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    as?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<GraphQLAnswer>
  /** How many statements the read API sent while it worked. */
  readonly statements: (work: () => Promise<unknown>) => Promise<number>
  /** For rows that no recorded event makes. */
  readonly database: () => { readonly db: Kysely<ReadModelTables> }
  readonly revoked: Set<string>
  readonly stop: () => Promise<void>
}

/** The read API on a database of its own, its rows written by the real projections from a recorded log. */
export const startReadApi = async (
  options: Partial<ReadApiOptions> = {},
): Promise<ReadApiUnderTest> => {
  const server = await startTestPostgres()
  const postgres = await connectPostgres<InfrastructureTables & ReadModelTables>(server.url)
  const bus = options.bus ?? createMemoryBus()
  const positions = followPositions({ bus, db: postgres.db })
  const recorder = createRecorder()
  const vault = createPostgresVault(postgres.db, Buffer.alloc(32, 7))
  const applier: Applier = await applierOn(postgres.pool, vault)
  const revoked = new Set<string>()
  const authenticate: Authenticate = async (credentials) => {
    const name = credentials.kind === 'bearer' ? credentials.token : credentials.key
    const found = people[name]
    if (found === undefined || revoked.has(name))
      return { code: 'UNAUTHENTICATED', detail: 'Nobody has this credential.' }
    return found
  }
  const sent = new Set<string>()
  const counting: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      sent.add(queryId.queryId)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const app = await createReadApi({
    db: postgres.db.withPlugin(counting),
    cache: createMemoryCache(),
    bus,
    config: testConfig,
    authenticate,
    spendUses: () => Promise.resolve(undefined),
    health: { started: () => true, draining: () => false, checks: {} },
    logger: createLogger('silent'),
    positions,
    rules: {
      priceAt,
      admit,
      nextOpening,
      predictQueueTime,
      notifications: notificationRules,
      keys: { periodOf, usageIdOf },
    },
    insight: insightOf(recorder),
    audit: noAudit,
    history: createHistory({
      eventStore: logOf(recorder.events),
      clock: systemClock,
      skipped: skippedIn(postgres.pool),
    }),
    clock: systemClock,
    ...options,
  })
  const base = await app.listen({ host: '127.0.0.1', port: 0 })
  let projected = 0
  return {
    app,
    url: `${base}/graphql`,
    bus,
    recorder,
    vault,
    revoked,
    database: () => ({ db: postgres.db }),
    project: async () => {
      const events = recorder.events.slice(projected)
      projected = recorder.events.length
      const position = recorder.events.at(-1)?.position ?? 0n
      if (events.length > 0) await applier.apply(events, position)
      const notice = { generation: 1, position: position.toString(), lagMs: 0 }
      bus.publish(subjects.projected, notice)
      await bus.flush()
      return position
    },
    ask: async (text, variables = {}, as, headers = {}) => {
      const reply = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
          ...headers,
        },
        body: JSON.stringify({ query: text, variables }),
      })
      const type = reply.headers.get('content-type') ?? ''
      return { status: reply.status, type, body: await reply.json() }
    },
    statements: async (work) => {
      sent.clear()
      await work()
      return sent.size
    },
    stop: async () => {
      await app.close()
      positions.close()
      await postgres.close()
      await server.stop()
    },
  }
}
