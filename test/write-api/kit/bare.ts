import { noKeys } from '../../../platform/chain/keys/local.ts'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createKeyMeter } from '../../../commands/accounts/key-meter.ts'
import { createFoldCache } from '../../../commands/shared/fold-cache.ts'
import { createStreamLocks } from '../../../commands/shared/stream-locks.ts'
import { createAccessTokens } from '../../../platform/auth/access-token.ts'
import { createMemoryBus } from '../../../platform/bus/memory-bus.ts'
import type { Cache } from '../../../platform/cache/cache.ts'
import { localLlm } from '../../../platform/llm/local/port.ts'
import { createStripeProvider } from '../../../platform/payments/stripe/provider.ts'
import { systemClock } from '../../../platform/clock/clock.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import { createWriteApi } from '../../../write-api/create.ts'
import { remembered } from '../../../domain/agents/routing/figures.ts'
import { createModelMemory } from '../../../platform/model-memory/memory.ts'
import { noPrices } from '../../../platform/prices/sources.ts'
import { tokenPolicy } from '../../kit/token-policy.ts'

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
    keyMeter: createKeyMeter(cache),
    circuits: { analyse: absent },
    circuitDesk: { optimise: absent, profile: absent, close: absent },
    fleet: { candidates: absent, recentWait: absent },
    apps: {
      programOf: absent,
      judge: absent,
      checkVersion: absent,
      packages: { maxBytes: 1024, take: absent },
      openPackage: absent,
      keepContent: absent,
      readContent: absent,
      sandbox: { run: absent, process: absent },
    },
    vault: { seal: absent, open: absent, destroy: absent },
    mailer: { send: absent },
    bus: { publish: () => undefined, flush: absent },
    footprint: {
      alone: absent,
      shown: absent,
      belongingsOf: absent,
      endedIn: absent,
      insistUnusable: absent,
      leftoverKeys: absent,
      forget: absent,
    },
    payments: createStripeProvider({
      secretKey: 'sk_test_nothing',
      webhookSecrets: ['whsec_nothing'],
      url: 'http://127.0.0.1:1',
      timeoutMs: 100,
      networkRetries: 0,
      now: Date.now,
    }),
    chains: new Map(),
    chainKeys: noKeys,
    llm: localLlm(),
    modelMemory: createModelMemory({
      cache,
      readSamples: async function* () {
        yield* []
      },
      remembered,
      now: Date.now,
    }),
    prices: noPrices,
    webhooks: { refusal: () => undefined, post: absent },
    webhookIndex: { messages: absent },
    knowledge: { nearest: absent },
    models: { fitter: { fit: absent, close: absent }, queueTimes: { grounds: absent } },
    operations: { preview: absent, perform: absent },
    signIn: { names: [], authorizationUrl: absent, identityOf: absent },
    accessTokens: createAccessTokens({ secret: key, lifetimeSeconds: 900, clock: systemClock }),
    secrets: { inputHashKey: key, reservationKey: key, tokenKey: key },
    policy: {
      commissionBasisPoints: 0,
      quoteValidForSeconds: 1,
      accessTokenSeconds: 1,
      refreshTokenSeconds: 1,
      publicUrl: 'https://hub.quantum.test',
      tokens: tokenPolicy,
      issuer: { entity: 'QH', name: 'Quantum Hub', address: ['1 Example Street'] },
    },
  }
  return createWriteApi({
    services,
    config: {
      publicUrl: 'https://hub.quantum.test',
      supportEmail: 'support@hub.quantum.test',
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
