import type { Channel } from './channel.ts'
import { openChannel } from './channel.ts'
import { messagesOf } from './read.ts'
import type { WireEvent } from './wire/read-reply.ts'

/** The log as it is stored: its events' bytes, not what they say. Links are not followed. */
export type StoredLog = {
  /** All events behind a position, in log order, the server's own among them; ends at the end of the log. */
  readonly after: (
    position: bigint | 'start',
  ) => AsyncGenerator<readonly WireEvent[], void, undefined>
  /** One event; undefined when it is not, or no longer, there. */
  readonly at: (stream: string, revision: bigint) => Promise<WireEvent | undefined>
  readonly close: () => Promise<void>
}

async function* after(
  channel: Channel,
  position: bigint | 'start',
): AsyncGenerator<readonly WireEvent[], void, undefined> {
  const messages = messagesOf(channel, {
    source: 'all',
    from: position,
    direction: 'forwards',
    limit: { count: Number.MAX_SAFE_INTEGER },
  })
  for await (const some of messages) {
    const events = some.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
    // On the wire a read begins with the event at its position.
    const news = events.filter((event) => position === 'start' || event.position > position)
    if (news.length > 0) yield news
  }
}

const at = async (
  channel: Channel,
  stream: string,
  revision: bigint,
): Promise<WireEvent | undefined> => {
  const messages = messagesOf(channel, {
    source: { stream },
    from: revision,
    direction: 'forwards',
    limit: { count: 1 },
  })
  for await (const some of messages)
    for (const message of some)
      if (message.kind === 'event' && message.event.revision === revision) return message.event
  return undefined
}

/** A connection of its own: reading the whole log is in nobody's way. Calls fail as the transport's do. */
export const openStoredLog = (connectionString: string): StoredLog => {
  const channel = openChannel(connectionString)
  return {
    after: (position) => after(channel, position),
    at: (stream, revision) => at(channel, stream, revision),
    close: () => channel.close(),
  }
}
