import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { ProgressStore } from '../../platform/checkpoint/progress.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { deliver, instruct, parkedIn, type Parked } from './deliver.ts'
import { insist } from './insist.ts'
import { reportParked } from './metrics.ts'
import { taking } from './observe.ts'
import { partitionOf } from './partition.ts'
import { createReader, type Reader, type Task } from './reader.ts'
import type { AnySaga } from './registry.ts'
import { routeOf, type Routed } from './saga.ts'

/** Out of such an event nobody can read whom it concerns: it waits in a line named after its own stream. */
export const lineOfUnrouted = (stream: string): string => `unrouted.${stream}`

/** What today's code makes of a stored event, or why it makes nothing of it. */
type Read = { readonly event: DomainEvent } | { readonly unreadable: string }

const readEvent = (recorded: RecordedEvent): Read => {
  try {
    return { event: decodeEvent(recorded) }
  } catch (error) {
    return { unreadable: String(error) }
  }
}

/**
 * Takes every event of the log to the instances that it concerns. Instances are served side by side, but each of them
 * hears of things in the order in which they happened, also while the store is away and messages are being repeated.
 */
export const createRouter = (
  services: Services,
  sagas: readonly AnySaga[],
  progress: ProgressStore,
  logger: Logger,
): Reader => {
  const { eventStore } = services
  const streamPrefixes = [...new Set(sagas.flatMap(({ saga }) => saga.streamPrefixes))]
  const inOrder = createStreamLocks()

  const take = async (
    each: AnySaga,
    { instance, starts, stops }: Routed,
    recorded: RecordedEvent,
    read: Read,
    traceparent: string | undefined,
    signal: AbortSignal,
  ): Promise<Parked | undefined> => {
    const { $correlationId: correlationId } = recorded.metadata
    const cause = { correlationId, causationId: recorded.id, traceparent }
    const { id: inputId, stream, revision } = recorded
    const source = { stream, revision }
    if ('event' in read && instance !== undefined) {
      const { type, data } = read.event
      const message = { type: 'input', inputId, input: { type, data } } as const
      const told = { message, source, starts, ...(stops === undefined ? {} : { stops }) }
      return deliver(services, { each, instance }, told, cause, signal)
    }
    const message = {
      type: 'input',
      inputId,
      source: { stream, revision: revision.toString() },
    } as const
    const [code, detail] =
      'unreadable' in read
        ? (['NOT_READ', read.unreadable] as const)
        : (['NOT_ROUTED', `${recorded.type} names no instance.`] as const)
    const wish = {
      do: 'park',
      message,
      code,
      detail,
      starts: starts || instance === undefined,
    } as const
    const to = { each, instance: instance ?? lineOfUnrouted(stream) }
    return parkedIn(await instruct(services, to, ['park', 'input', inputId], wish, cause, signal))
  }

  const tasksOf = (recorded: RecordedEvent): readonly Task[] => {
    const interested = sagas.filter(({ saga }) => routeOf(saga, recorded) !== undefined)
    if (interested.length === 0) return []
    const read = readEvent(recorded)
    return interested.flatMap((each) => {
      const routed = routeOf(each.saga, 'event' in read ? read.event : recorded)
      if (routed === undefined) return []
      const { name } = each.saga
      const stream = `${name}-${routed.instance ?? lineOfUnrouted(recorded.stream)}`
      const complain = (error: unknown): void =>
        logger.error({ error, stream, event: recorded.id }, 'an instance could not be told')
      const run = (signal: AbortSignal): Promise<void> =>
        // Nothing is awaited before the place in line is taken.
        inOrder.runExclusive(stream, async () => {
          const parked = await taking(name, stream, recorded, (traceparent) =>
            insist(() => take(each, routed, recorded, read, traceparent, signal), complain, signal),
          )
          if (parked !== undefined) reportParked(logger, stream, parked)
        })
      return [{ partition: partitionOf(stream), run }]
    })
  }
  return createReader({ eventStore, progress, streamPrefixes, logger, tasksOf, maxOpen: 256 })
}
