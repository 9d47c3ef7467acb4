import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { systemContext } from '../../commands/shared/context.ts'
import { loadKnown } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { Checkpoint } from '../../platform/checkpoint/checkpoint.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { deliver } from './deliver.ts'
import type { EffectOutcome, ProviderRegistry } from './effects.ts'
import { follow, type Handle } from './follow.ts'
import { instanceOf } from './instance.ts'
import type { AnySaga } from './registry.ts'
import { together } from './together.ts'
import { runWatchdog, type InstanceIndex } from './watchdog.ts'

export type WorkerPorts = {
  readonly services: Services
  readonly instances: InstanceIndex
  readonly providers: ProviderRegistry
  readonly checkpoint: Checkpoint
  readonly logger: Logger
}

const firstPauseMs = 100
const longestPauseMs = 10_000

/** Performs the effects that sagas request, each until it has an outcome. What is open when it stops, the next run performs. */
export const runWorker = async (
  ports: WorkerPorts,
  sagas: readonly AnySaga[],
  signal: AbortSignal,
): Promise<void> => {
  const { services, instances: index, checkpoint, logger } = ports
  const { eventStore, clock } = services
  const byName = new Map(sagas.map((each) => [each.saga.name, each]))
  const streamPrefixes = sagas.map(({ saga }) => `${saga.name}-`)
  const mayRest = sagas.filter(({ saga }) => saga.mayRest).map(({ saga }) => saga.name)
  const underWay = new Set<string>()
  const handle: Handle = async (recorded, stop) => {
    if (recorded.type !== 'SagaEffectRequested' || underWay.has(recorded.id)) return
    underWay.add(recorded.id)
    try {
      // Streams with these prefixes are written by the runtime alone.
      const event = decodeEvent(recorded) as Requested
      const each = byName.get(event.data.saga)
      if (each === undefined) throw new Error(`no saga is called ${event.data.saga}`)
      await settle(ports, each, event, recorded, stop)
    } finally {
      underWay.delete(recorded.id)
    }
  }
  await together(
    signal,
    // Watching a run takes as long as the run: many may be open at a time.
    (stop) =>
      follow({ eventStore, checkpoint, streamPrefixes, logger, maxInFlight: 5_000 }, handle, stop),
    (stop) => {
      const redrive = (requested: RecordedEvent): void => {
        handle(requested, stop).catch((error: unknown) => {
          if (stop.aborted) return
          logger.error({ error, stream: requested.stream }, 'an effect could not be driven on')
        })
      }
      return runWatchdog({ eventStore, index, mayRest, now: clock.now, logger, redrive }, stop)
    },
  )
}

type Requested = Extract<SagaEvent, { type: 'SagaEffectRequested' }>

/** Performs an effect that has no outcome yet, and tells its instance what came of it. */
const settle = async (
  ports: WorkerPorts,
  each: AnySaga,
  event: Requested,
  recorded: RecordedEvent,
  signal: AbortSignal,
): Promise<void> => {
  const { services } = ports
  const { effectId, instance, kind } = event.data
  const { state } = await loadKnown(
    services.eventStore,
    services.foldCache,
    instanceOf(each.saga),
    instance,
    ({ outstanding }) => outstanding.has(effectId),
  )
  if (!state.outstanding.has(effectId)) return
  const outcome = await performUntilKnown(ports, each, event, recorded, signal)
  const eventId = outcome.type === 'succeeded' ? outcome.eventId : undefined
  const cause = {
    correlationId: recorded.metadata.$correlationId,
    causationId: eventId ?? recorded.id,
  }
  await deliver(services, each, instance, { ...outcome, effectId, kind }, false, cause, signal)
}

const performUntilKnown = async (
  { services, providers, logger }: WorkerPorts,
  each: AnySaga,
  { data: { effectId, kind, effect } }: Requested,
  recorded: RecordedEvent,
  signal: AbortSignal,
): Promise<EffectOutcome> => {
  const context = systemContext(
    each.saga.name,
    effectId,
    recorded.metadata.$correlationId,
    recorded.id,
  )
  for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
    try {
      return await each.perform(effect, { services, providers, context, signal })
    } catch (error) {
      if (signal.aborted) throw error
      logger.warn(
        { error, effect: kind, stream: recorded.stream },
        'an effect failed and will be tried again',
      )
    }
    await pause(wait, undefined, { signal })
  }
}
