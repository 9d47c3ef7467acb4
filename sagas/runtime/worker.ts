import type { Logger } from 'pino'
import { systemContext } from '../../commands/shared/context.ts'
import { loadKnown } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { ProgressStore } from '../../platform/checkpoint/progress.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { deliver, instruct } from './deliver.ts'
import type { EffectOutcome, ProviderRegistry } from './effects.ts'
import { insist } from './insist.ts'
import { instanceOf } from './instance.ts'
import { reportGivenUp, reportParked } from './metrics.ts'
import { performing } from './observe.ts'
import { partitionOf } from './partition.ts'
import {
  patience as standardPatience,
  performUntilKnown,
  type GivenUp,
  type Patience,
} from './perform.ts'
import { createReader, type Reader, type Task } from './reader.ts'
import type { AnySaga } from './registry.ts'

export type WorkerPorts = {
  readonly services: Services
  readonly progress: ProgressStore
  readonly logger: Logger
  readonly patience?: Patience
}

export type Worker = {
  /** Performs the effects of a partition's instances with these providers, until the signal is aborted. */
  readonly join: (
    partition: number,
    providers: ProviderRegistry,
    signal: AbortSignal,
  ) => Promise<void>
  readonly joined: Reader['joined']
  /** Performs an effect that was requested, unless it is under way or has its outcome. */
  readonly again: Reader['again']
  readonly isUnderWay: (effectId: string) => boolean
}

type UnderWay = { readonly abandon: () => void; readonly ended: Promise<void> }

type About = Extract<
  SagaEvent,
  { type: 'SagaEffectRequested' | 'SagaEffectRedriven' | 'SagaEffectAbandoned' }
>

const isAboutEffects = (type: string): type is About['type'] =>
  type === 'SagaEffectRequested' || type === 'SagaEffectRedriven' || type === 'SagaEffectAbandoned'

/** Performs the effects that sagas request, each until it has an outcome. What is open when it stops, the next run performs. */
export const createWorker = (ports: WorkerPorts, sagas: readonly AnySaga[]): Worker => {
  const { services, progress, logger } = ports
  const streamPrefixes = sagas.map(({ saga }) => `${saga.name}-`)
  const providers = new Map<number, ProviderRegistry>()
  const underWay = new Map<string, UnderWay>()

  const perform = async (
    { type, data }: About,
    recorded: RecordedEvent,
    signal: AbortSignal,
  ): Promise<void> => {
    // Redriven as soon as it was given up: whoever gave it up may not have ended yet.
    if (type === 'SagaEffectRedriven') await underWay.get(data.effectId)?.ended
    const each = sagas.find(({ saga }) => saga.name === data.saga)
    if (each === undefined) throw new Error(`no saga is called ${data.saga}`)
    const registry = providers.get(partitionOf(recorded.stream))
    if (registry === undefined || underWay.has(data.effectId)) return
    const abandoned = new AbortController()
    const stop = AbortSignal.any([signal, abandoned.signal])
    const settling = settle(ports, each, registry, data, recorded, stop).finally(() =>
      underWay.delete(data.effectId),
    )
    const ended = settling.catch(() => undefined)
    underWay.set(data.effectId, { abandon: () => abandoned.abort(), ended })
    await settling.catch((error: unknown) => {
      if (!abandoned.signal.aborted) throw error
    })
  }

  const tasksOf = (recorded: RecordedEvent): readonly Task[] => {
    if (!isAboutEffects(recorded.type)) return []
    const { stream } = recorded
    const complain = (error: unknown): void =>
      logger.error({ error, stream, event: recorded.id }, 'an effect could not be settled')
    const run = (signal: AbortSignal): Promise<void> =>
      insist(
        async () => {
          // Streams with these prefixes are written by the runtime alone, and the type was looked at.
          const event = decodeEvent(recorded) as About
          if (event.type === 'SagaEffectAbandoned') underWay.get(event.data.effectId)?.abandon()
          else await perform(event, recorded, signal)
        },
        complain,
        signal,
      )
    return [{ partition: partitionOf(stream), run }]
  }
  const { eventStore } = services
  const { join, joined, again } = createReader({
    eventStore,
    progress,
    streamPrefixes,
    logger,
    tasksOf,
    maxOpen: 2_000,
  })
  return {
    join: async (partition, registry, signal) => {
      providers.set(partition, registry)
      await join(partition, signal).finally(() => providers.delete(partition))
    },
    joined,
    again,
    isUnderWay: (effectId) => underWay.has(effectId),
  }
}

/** Performs an effect that is open, and tells its instance what came of it. */
const settle = async (
  { services, logger, patience = standardPatience }: WorkerPorts,
  each: AnySaga,
  providers: ProviderRegistry,
  { effectId, instance, kind }: About['data'],
  { stream, metadata: { $correlationId: correlationId, traceparent: requestedIn } }: RecordedEvent,
  signal: AbortSignal,
): Promise<void> => {
  const { state } = await loadKnown(
    services.eventStore,
    services.foldCache,
    instanceOf(each.saga),
    instance,
    ({ outstanding }) => outstanding.get(effectId)?.standing === 'OPEN',
  )
  const known = state.outstanding.get(effectId)
  if (known?.standing !== 'OPEN') return
  // The effect's id is that of the event which requests it: its cause.
  const perform = (traceparent: string | undefined) => {
    const context = systemContext(each.saga.name, effectId, correlationId, effectId, traceparent)
    const tools = { services, providers, context, signal }
    return performUntilKnown(
      () => each.perform(kind, known.effect, tools),
      patience,
      logger.child({ stream, effect: kind }),
      signal,
    )
  }
  const tell = async (
    outcome: EffectOutcome | GivenUp,
    traceparent: string | undefined,
  ): Promise<void> => {
    const to = { each, instance }
    if (outcome.type === 'given-up') {
      const { attempts, error } = outcome
      const detail = error instanceof Error ? (error.stack ?? String(error)) : String(error)
      const wish = { do: 'parkEffect', effectId, attempts, code: 'GIVEN_UP', detail } as const
      const cause = { correlationId, causationId: effectId, traceparent }
      // Each time that it is redriven it may be parked once more.
      await instruct(services, to, ['park', 'effect', effectId, newId()], wish, cause, signal)
      reportGivenUp(logger, stream, each.saga.name, kind, error)
      return
    }
    const { eventId: causationId = effectId } = outcome.type === 'succeeded' ? outcome : {}
    const told = { message: { ...outcome, effectId, kind } }
    const cause = { correlationId, causationId, traceparent }
    const parked = await deliver(services, to, told, cause, signal)
    if (parked !== undefined) reportParked(logger, stream, parked)
  }
  await performing({ saga: each.saga.name, kind, stream }, requestedIn, perform, tell)
}
