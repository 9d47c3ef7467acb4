import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { keepEventStore } from '../../embedded/event-store/keep.ts'
import { startGuarded } from '../../embedded/postgres/guarded-process.ts'
import { startPostgres } from '../../embedded/postgres/start.ts'

/** Servers that outlive the hub, as in production; the event store's process can be killed, and comes back. */
export type CrashServers = {
  readonly eventStoreUrl: string
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly natsUrl: string
  readonly killEventStore: () => void
  readonly stop: () => Promise<void>
}

/** A port of the loopback address that nobody listened on a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

const startRedis = async (port: number) =>
  startGuarded({
    command: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    ready: /ready to accept connections/i,
  })

const startNats = async (port: number, store: string) =>
  startGuarded({
    command: 'nats-server',
    args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store],
    ready: /Server is ready/,
  })

/** Needs `redis-server` and `nats-server` on the PATH; the others are embedded. */
export const startServers = async (dataDir: string): Promise<CrashServers> => {
  const [redisPort, natsPort] = [await freePort(), await freePort()]
  const started = await Promise.allSettled([
    keepEventStore({ dataDir: join(dataDir, 'event-store') }),
    startPostgres({ dataDir, durable: false, onProgress: () => undefined }),
    startRedis(redisPort),
    startNats(natsPort, join(dataDir, 'nats')),
  ])
  const stop = async (): Promise<void> => {
    await Promise.all(
      started.map(async (each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)),
    )
  }
  const [eventStore, postgres, redis, nats] = started
  if (
    eventStore.status === 'rejected' ||
    postgres.status === 'rejected' ||
    redis.status === 'rejected' ||
    nats.status === 'rejected'
  ) {
    await stop()
    const reasons = started.flatMap((each) =>
      each.status === 'rejected' ? [String(each.reason)] : [],
    )
    throw new Error(reasons.join('; '))
  }
  return {
    eventStoreUrl: eventStore.value.connectionString,
    postgresUrl: postgres.value.url,
    redisUrl: `redis://127.0.0.1:${redisPort}`,
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    killEventStore: () => {
      try {
        process.kill(eventStore.value.pid(), 'SIGKILL')
      } catch {
        // It was killed a moment ago, and is not back yet.
      }
    },
    stop,
  }
}
