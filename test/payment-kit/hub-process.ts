import { createInterface } from 'node:readline'
import fastify from 'fastify'
import { pino } from 'pino'
import { simulatorKey, simulatorWebhookSecret } from '../../ops/embedded/payments/keys.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { createStripeProvider } from '../../platform/payments/stripe/provider.ts'
import { paymentExecution } from '../../sagas/billing/payments/execution.ts'
import { performPaymentEffects } from '../../sagas/billing/payments/perform.ts'
import { register } from '../../sagas/runtime/registry.ts'
import { runTimers } from '../../sagas/runtime/timers.ts'
import { serveNotices } from '../../write-api/billing/payments/serve-notices.ts'
import { everywhere, runSagas } from '../kit/saga-runtime.ts'
import { servicesOn } from '../kit/services.ts'
import { plantedIn, type Planted } from './planted.ts'
import { followTimers } from './timers.ts'

/**
 * The part of a hub that payments go through, as a process that can be killed: the execution of payments with its timers,
 * and the front door of notices. Its clock is ahead of the machine's by what stands on its standard input.
 */
export type HubSettings = {
  readonly eventStoreUrl: string
  readonly paymentsUrl: string
  readonly port: number
  readonly aheadMs: number
  readonly planted?: Planted
}

// It is what the kit has written there.
const settings = JSON.parse(process.argv[2] ?? '{}') as HubSettings
let { aheadMs } = settings
const clock: Clock = { now: () => new Date(Date.now() + aheadMs) }
const logger = pino({ level: 'silent' })
const eventStore = connectEventStore(settings.eventStoreUrl)
const real = createStripeProvider({
  secretKey: simulatorKey,
  webhookSecrets: [simulatorWebhookSecret],
  url: settings.paymentsUrl,
  timeoutMs: 600,
  networkRetries: 1,
  // Deliveries are signed by the machine's time.
  now: Date.now,
})
const payments = plantedIn(real, settings.planted)
const services = { ...servicesOn(eventStore, clock), payments }
const sagas = [register(paymentExecution, performPaymentEffects)]

const app = fastify({ logger: false })
serveNotices(app, {
  services,
  health: { started: () => true, draining: () => false, checks: {} },
  rateLimit: { address: () => Promise.resolve({ headers: {} }) },
})
await app.listen({ host: '127.0.0.1', port: settings.port })

const patience = { attempts: 10_000, firstPauseMs: 10, longestPauseMs: 200, lastedMs: 60_000 }
runSagas(services, sagas, { patience })
const { signal } = new AbortController()
const index = followTimers(eventStore, signal)
void runTimers({ services, sagas, index, partitions: () => everywhere, logger }, signal)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    aheadMs = Number(line)
  })
  .on('close', () => process.exit(0))
process.stdout.write('{"ready":true}\n')
