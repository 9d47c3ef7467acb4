import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { AuditBook } from '../platform/audit/port.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Cache } from '../platform/cache/cache.ts'
import { type Clock, systemClock } from '../platform/clock/clock.ts'
import type { Config } from '../platform/config/schema.ts'
import type { Authenticate } from '../platform/http/credentials.ts'
import type { Health } from '../platform/http/health.ts'
import {
  createRateLimit,
  type RateLimitConfig,
  type SpendUses,
} from '../platform/http/rate-limit.ts'
import { createServer } from '../platform/http/server.ts'
import type { HubInsight } from '../platform/operations/insight.ts'
import type { Positions } from '../platform/positions/positions.ts'
import { createEngine } from './engine/engine.ts'
import { graphqlRoutes } from './http/route.ts'
import type { Limits } from './limits/limits.ts'
import type { ReadHistory } from './history/port.ts'
import type { ReadRules } from './rules.ts'
import { createSchema } from './schema/schema.ts'
import { changesOn } from './subscriptions/changes.ts'
import { createFollow } from './subscriptions/follow.ts'
import { registerSockets } from './subscriptions/socket.ts'
import type { ReadDb } from './view/db.ts'
import { tablesOf } from './view/generation.ts'

export type ReadApiConfig = RateLimitConfig &
  Pick<
    Config,
    'graphqlMaxDepth' | 'graphqlMaxCost' | 'graphqlMaxAliases' | 'graphqlMaxTokens' | 'trustProxy'
  >

export type ReadApiOptions = {
  /** A pool of its own, with a `statement_timeout` that suits people who wait. */
  readonly db: ReadDb
  readonly cache: Cache
  readonly bus: Bus
  readonly config: ReadApiConfig
  readonly authenticate: Authenticate
  readonly spendUses: SpendUses
  readonly health: Health
  readonly logger: FastifyBaseLogger
  readonly positions: Positions
  /** The domain's own rules that answers depend on. */
  readonly rules: ReadRules
  /** What was: computed from the log by whoever assembles the hub. */
  readonly history: ReadHistory
  /** What only the log and the sagas know, for operators. */
  readonly insight: HubInsight
  /** What the audit proves, for operators. */
  readonly audit: AuditBook
  readonly clock?: Clock
  /** How often the credential of an open connection is looked at again. Default 60 s. */
  readonly reauthenticateMs?: number
  /** See EngineOptions. */
  readonly jit?: boolean
}

/** Directives are few in any query that a person writes. */
const maximumDirectives = 50

const limitsOf = (config: ReadApiConfig): Limits => ({
  depth: config.graphqlMaxDepth,
  cost: config.graphqlMaxCost,
  aliases: config.graphqlMaxAliases,
  tokens: config.graphqlMaxTokens,
  directives: maximumDirectives,
})

/**
 * The GraphQL read API: POST and GET /graphql, subscriptions on the same path by graphql-transport-ws, and the health
 * routes. The caller listens and closes; closing ends open subscriptions.
 */
export const createReadApi = async (options: ReadApiOptions): Promise<FastifyInstance> => {
  const {
    db,
    cache,
    bus,
    config,
    authenticate,
    health,
    logger,
    positions,
    rules,
    insight,
    audit,
    history,
  } = options
  const { clock = systemClock, reauthenticateMs = 60_000, jit = false } = options
  const { trustProxy } = config
  const app = await createServer({ logger, health, trustProxy, methods: ['GET', 'POST'] })
  const limits = limitsOf(config)
  const schema = createSchema()
  const source = {
    cache,
    clock,
    rules,
    insight,
    audit,
    history,
    changes: changesOn(bus),
    tables: tablesOf(db),
  }
  const shared = { schema, limits, positions, source }
  const rateLimit = createRateLimit(config, cache, logger, options.spendUses)
  const doors = { authenticate, health, rateLimit }

  const execute = await createEngine(app, { ...shared, jit })
  const follow = createFollow({ ...shared, ...doors, reauthenticateMs })
  await registerSockets(app)
  await app.register(graphqlRoutes({ ...doors, execute, positions, follow }))
  return app
}
