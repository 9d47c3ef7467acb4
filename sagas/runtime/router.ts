import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { Checkpoint } from '../../platform/checkpoint/checkpoint.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { deliver } from './deliver.ts'
import { follow } from './follow.ts'
import type { AnySaga } from './registry.ts'

/** Takes every event of the log to the instances that it concerns. */
export const runRouter = (
  services: Services,
  sagas: readonly AnySaga[],
  checkpoint: Checkpoint,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> => {
  const { eventStore } = services
  const streamPrefixes = [...new Set(sagas.flatMap(({ saga }) => saga.streamPrefixes))]
  const handle = async (recorded: RecordedEvent): Promise<void> => {
    const event = { ...decodeEvent(recorded), stream: recorded.stream }
    const cause = { correlationId: recorded.metadata.$correlationId, causationId: recorded.id }
    for (const each of sagas) {
      const route = each.saga.route(event)
      if (route === undefined) continue
      const input = { type: event.type, data: event.data }
      const message = { type: 'input', inputId: recorded.id, input } as const
      await deliver(services, each, route.instance, message, route.starts, cause, signal)
    }
  }
  return follow(
    { eventStore, checkpoint, streamPrefixes, logger, maxInFlight: 256 },
    handle,
    signal,
  )
}
