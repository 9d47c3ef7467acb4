import type { FastifyBaseLogger } from 'fastify'
import type { Services } from '../commands/shared/services.ts'
import type { Principal } from '../platform/auth/principal.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Cache } from '../platform/cache/cache.ts'
import type { Config } from '../platform/config/schema.ts'
import type { Failure } from '../platform/errors/problem.ts'
import type { Health } from '../platform/http/health.ts'
import type { Credentials } from './http/credentials.ts'

/** Who stands behind a credential, or why nobody does (UNAUTHENTICATED, TOKEN_EXPIRED). */
export type Authenticate = (credentials: Credentials) => Promise<Principal | Failure>

/** The values of the configuration that this interface goes by. */
export type WriteApiConfig = Pick<
  Config,
  'publicUrl' | 'rateLimitPerMinute' | 'rateLimitAnonymousPerMinute' | 'rateLimitLoginPerMinute'
>

/** What every route is given to work with. */
export type Plumbing = {
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
