import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createFoldCache } from '../../../commands/shared/fold-cache.ts'
import { createStreamLocks } from '../../../commands/shared/stream-locks.ts'
import { createAccessTokens } from '../../../platform/auth/access-token.ts'
import { createMemoryBus } from '../../../platform/bus/memory-bus.ts'
import type { Cache } from '../../../platform/cache/cache.ts'
import { systemClock } from '../../../platform/clock/clock.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import { createWriteApi } from '../../../write-api/create.ts'

const absent = () => Promise.reject(new Error('there is nothing behind this interface'))

/** The interface with nothing behind it: enough for its own description. */
export const bareApi = (cache: Cache): Promise<FastifyInstance> => {
  const key = Buffer.alloc(32, 1)
  const services = {
    eventStore: {
      append: absent,
      read: absent,
      readAll: absent,
      subscribeAll: () => {
        throw new Error('there is nothing behind this interface')
      },
      head: absent,
      setStreamRetention: absent,
      deleteStream: absent,
      tombstoneStream: absent,
      close: () => Promise.resolve(),
    },
    clock: systemClock,
    foldCache: createFoldCache(),
    streamLocks: createStreamLocks(),
    circuits: { analyse: absent },
    vault: { seal: absent, open: absent, destroy: absent },
    mailer: { send: absent },
    accessTokens: createAccessTokens({ secret: key, lifetimeSeconds: 900, clock: systemClock }),
    secrets: { inputHashKey: key, reservationKey: key, tokenKey: key },
    policy: {
      commissionBasisPoints: 0,
      quoteValidForSeconds: 1,
      accessTokenSeconds: 1,
      refreshTokenSeconds: 1,
    },
  }
  return createWriteApi({
    services,
    config: {
      publicUrl: 'https://hub.quantum.test',
      rateLimitPerMinute: 1000,
      rateLimitAnonymousPerMinute: 1000,
      rateLimitLoginPerMinute: 1000,
      trustProxy: undefined,
    },
    cache,
    bus: createMemoryBus(),
    authenticate: createAuthenticate(services),
    health: { started: () => true, draining: () => false, checks: {} },
    logger: pino({ level: 'silent' }),
  })
}
