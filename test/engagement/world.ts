import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { createWebhookEndpoint } from '../../commands/engagement/create-endpoint.ts'
import { pingWebhookEndpoint } from '../../commands/engagement/ping-endpoint.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { createWebhookSender } from '../../platform/webhooks/sender.ts'
import { performDeliveryEffects } from '../../sagas/engagement/attempt.ts'
import { webhookDelivery } from '../../sagas/engagement/delivery.ts'
import { notificationMailing } from '../../sagas/engagement/mailing.ts'
import { performMailingEffects } from '../../sagas/engagement/send-mail.ts'
import { createTeller } from '../../sagas/engagement/telling/teller.ts'
import type { Patience } from '../../sagas/runtime/perform.ts'
import { register } from '../../sagas/runtime/registry.ts'
import { fireDueTimers, type TimerIndex } from '../../sagas/runtime/timers.ts'
import { together } from '../../sagas/runtime/together.ts'
import { answerOf, run, startHub } from '../accounts/hub.ts'
import { everywhere, memoryProgress, runSagas } from '../kit/saga-runtime.ts'

const sagas = [
  register(webhookDelivery, performDeliveryEffects),
  register(notificationMailing, performMailingEffects),
]
const logger = pino({ level: 'silent' })
const followed = { on: 'stream', prefixes: ['webhook', 'notification'] } as const

/** Accounts on a real event store and Postgres; what leaves the hub runs when a test says so, on a clock moved by hand. */
export const openWorld = async () => {
  const hub = await startHub()
  const process = (ports: Partial<Services> = {}): Services => ({
    ...hub.process(),
    webhooks: createWebhookSender({ networks: ['127.0.0.0/8'] }),
    ...ports,
  })
  const services = process()
  const progress = { router: memoryProgress(), worker: memoryProgress() }
  const log = (): Promise<readonly RecordedEvent[]> =>
    hub.eventStore.readAll({ maxCount: 20_000, filter: followed })
  const index: TimerIndex = {
    due: async (at) => {
      const events = await log()
      const gone = new Set(
        events
          .filter(({ type }) => type === 'SagaTimerFired' || type === 'SagaTimerCancelled')
          .map(({ data }) => (data as { readonly timerId: string }).timerId),
      )
      return events
        .filter(({ type }) => type === 'SagaTimerScheduled')
        .map(({ stream, data }) => ({ stream, ...(data as Scheduled) }))
        .filter(({ timerId, dueAt }) => !gone.has(timerId) && Date.parse(dueAt) <= at.getTime())
    },
  }
  return {
    hub,
    services,
    process,
    log,
    /** Runs the sagas until the answer is called; goes on where the run before was. */
    send: (with_: Services = services, patience?: Patience) =>
      runSagas(with_, sagas, {
        routerProgress: progress.router,
        workerProgress: progress.worker,
        ...(patience === undefined ? {} : { patience }),
      }),
    /** Reads the log for who is to be told, from its beginning, until the answer is called. */
    tell: (with_: Services = services) => {
      const stopping = new AbortController()
      const teller = createTeller(with_, memoryProgress(), logger)
      const ended = together(
        stopping.signal,
        ...everywhere.map((partition) => (signal: AbortSignal) => teller.join(partition, signal)),
      )
      return async () => {
        stopping.abort()
        await ended
      }
    },
    /** Lets time go by, and fires what is due then. */
    pass: async (ms: number): Promise<number> => {
      hub.clock.advance(ms)
      const timers = { services, sagas, index, partitions: () => everywhere, logger }
      return fireDueTimers(timers, new AbortController().signal)
    },
    endpoint: async (organisation: string, url: string, eventTypes: readonly string[] = ['*']) =>
      answerOf(run(services, createWebhookEndpoint, { url, eventTypes }, { organisation, scopes })),
    ping: async (organisation: string, endpointId: string) =>
      answerOf(run(services, pingWebhookEndpoint, { endpointId }, { organisation, scopes })),
    organisation: () => randomUUID(),
  }
}

type Scheduled = { readonly timerId: string; readonly name: string; readonly dueAt: string }

const scopes = ['webhooks:write', 'engagement:write']

/** Events of a type, in the order of the log. */
export const ofType = (
  events: readonly RecordedEvent[],
  type: string,
): readonly Readonly<Record<string, unknown>>[] =>
  events
    .filter((event) => event.type === type)
    // Data is an object, whatever it holds.
    .map(({ data }) => data as Readonly<Record<string, unknown>>)
