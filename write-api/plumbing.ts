import type { FastifyBaseLogger } from 'fastify'
import type { Services } from '../commands/shared/services.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Cache } from '../platform/cache/cache.ts'
import type { Config } from '../platform/config/schema.ts'
import type { Authenticate } from '../platform/http/credentials.ts'
import type { Health } from '../platform/http/health.ts'
import type { RateLimit, RateLimitConfig } from '../platform/http/rate-limit.ts'

/** The values of the configuration that this interface goes by. */
export type WriteApiConfig = RateLimitConfig &
  Pick<Config, 'publicUrl' | 'supportEmail' | 'trustProxy'>

export type WriteApiOptions = {
  readonly services: Services
  readonly config: WriteApiConfig
  /** Idempotent answers and rate limits; without it both are forgone, and the log alone keeps commands idempotent. */
  readonly cache: Cache
  /** Notices that something was written, for those who wait. */
  readonly bus: Bus
  readonly authenticate: Authenticate
  readonly health: Health
  readonly logger: FastifyBaseLogger
}

/** What every route is given to work with. */
export type Plumbing = WriteApiOptions & { readonly rateLimit: RateLimit }
