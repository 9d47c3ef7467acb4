import { createAdministration } from './administer.ts'
import { createAppend } from './append.ts'
import { createAppendLane } from './append-lane.ts'
import { openChannel, type Channel } from './channel.ts'
import { createRead, createReadAll } from './read.ts'
import { createSubscribeAll } from './subscribe.ts'
import type { EventStore, EventStoreOptions } from './types.ts'

type Shared = { readonly channel: Channel; users: number }

/** One connection per connection string in this process. */
const open = new Map<string, Shared>()

const share = (connectionString: string): Shared => {
  const shared = open.get(connectionString) ?? { channel: openChannel(connectionString), users: 0 }
  shared.users++
  open.set(connectionString, shared)
  return shared
}

const leave = async (connectionString: string, shared: Shared): Promise<void> => {
  shared.users--
  if (shared.users > 0) return
  open.delete(connectionString)
  await shared.channel.close()
}

/**
 * The log behind a connection string (`esdb://host:port?tls=false`, `esdb+discover://…`). Connects lazily and again
 * after every failure; a store that is killed and restarted costs the caller time, never the process.
 */
export const connectEventStore = (
  connectionString: string,
  { deadlineMs = 15_000, attemptMs = 5_000 }: EventStoreOptions = {},
): EventStore => {
  const shared = share(connectionString)
  const { channel } = shared
  const lane = createAppendLane(channel, attemptMs)
  const readAll = createReadAll(channel, deadlineMs)
  const subscribeAll = createSubscribeAll(channel)
  const closed = new AbortController()
  let closing: Promise<void> | undefined
  return {
    append: createAppend(lane, deadlineMs),
    read: createRead(channel, deadlineMs),
    readAll,
    subscribeAll: (wish) =>
      subscribeAll({ ...wish, signal: AbortSignal.any([wish.signal, closed.signal]) }),
    head: async () => (await readAll({ maxCount: 1, direction: 'backwards' }))[0]?.position ?? 0n,
    ...createAdministration(channel, lane, deadlineMs),
    close: () => {
      closed.abort()
      return (closing ??= leave(connectionString, shared))
    },
  }
}
