import type { Channel } from '../../platform/event-store/channel.ts'
import { messagesOf } from '../../platform/event-store/read.ts'
import { isMoved, type DumpedEvent } from './dump.ts'

/** Every event of a store that moves with it, in log order, its bytes as they are; links are not followed. */
export async function* eventsOfStore(
  channel: Channel,
): AsyncGenerator<DumpedEvent, void, undefined> {
  const messages = messagesOf(channel, {
    source: 'all',
    from: 'start',
    direction: 'forwards',
    limit: { count: Number.MAX_SAFE_INTEGER },
  })
  for await (const some of messages)
    for (const message of some)
      if (message.kind === 'event' && isMoved(message.event.stream)) yield message.event
}

/** Position of the last event of all, which is how far an export has to go; 0 when there is none. */
export const headOf = async (channel: Channel): Promise<bigint> => {
  const messages = messagesOf(channel, {
    source: 'all',
    from: 'end',
    direction: 'backwards',
    limit: { count: 1 },
  })
  for await (const some of messages)
    for (const message of some) if (message.kind === 'event') return message.event.position
  return 0n
}
