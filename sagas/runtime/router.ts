import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { Checkpoint } from '../../platform/checkpoint/checkpoint.ts'
import { deliver } from './deliver.ts'
import { follow, type Handle } from './follow.ts'
import type { AnySaga } from './registry.ts'

/**
 * Takes every event of the log to the instances that it concerns. Instances are served side by side, but each of them
 * hears of things in the order in which they happened, also while the store is away and messages are being repeated.
 */
export const runRouter = (
  services: Services,
  sagas: readonly AnySaga[],
  checkpoint: Checkpoint,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> => {
  const { eventStore } = services
  const streamPrefixes = [...new Set(sagas.flatMap(({ saga }) => saga.streamPrefixes))]
  const inOrder = createStreamLocks()
  const handle: Handle = async (recorded, stop) => {
    const event = { ...decodeEvent(recorded), stream: recorded.stream }
    const cause = { correlationId: recorded.metadata.$correlationId, causationId: recorded.id }
    const input = { type: event.type, data: event.data }
    const message = { type: 'input', inputId: recorded.id, input } as const
    // Nothing is awaited before the place in line is taken.
    const deliveries = sagas.map(async (each) => {
      const route = each.saga.route(event)
      if (route === undefined) return
      const { instance, starts } = route
      await inOrder.runExclusive(`${each.saga.name}-${instance}`, () =>
        deliver(services, each, instance, message, starts, cause, stop),
      )
    })
    await Promise.all(deliveries)
  }
  return follow(
    { eventStore, checkpoint, streamPrefixes, logger, maxInFlight: 256 },
    handle,
    signal,
  )
}
