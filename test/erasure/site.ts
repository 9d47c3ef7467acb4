import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { startGuarded } from '../../ops/embedded/postgres/guarded-process.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { freePort } from '../servers/free-port.ts'
import { runQhub, type Said } from '../kit/qhub.ts'

/** A whole installation whose every file lies below one directory: hub, event store, Postgres, Redis, NATS, mails, logs. */
export const openSite = async (directory: string) => {
  const dataDir = join(directory, 'data')
  const [redisDir, natsDir] = [join(directory, 'redis'), join(directory, 'nats')]
  await Promise.all([redisDir, natsDir].map((each) => mkdir(each, { recursive: true })))
  const [redisPort, natsPort] = [await freePort(), await freePort()]
  const redis = await startGuarded({
    command: 'redis-server',
    args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', redisDir].concat([
      '--save',
      '',
      '--rdbcompression',
      'no',
    ]),
    ready: /ready to accept connections/i,
  })
  const nats = await startGuarded({
    command: 'nats-server',
    args: ['-a', '127.0.0.1', '-p', String(natsPort), '-js', '-sd', natsDir],
    ready: /Server is ready/,
  })
  const environment = {
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'trace',
    QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '10000',
    QHUB_REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    QHUB_NATS_URL: `nats://127.0.0.1:${natsPort}`,
  }
  const loaded = loadConfig(environment)
  if (!loaded.ok) throw new Error(loaded.message)
  const logged: Buffer[] = []
  const log = new Writable({
    write: (chunk: Buffer, _, done) => {
      logged.push(Buffer.from(chunk))
      done()
    },
  })
  const { config } = loaded
  const hub = await startHub(config, createLogger('trace', {}, log), () => undefined)
  const { writeApi = '', readApi = '' } = hub.addresses

  return {
    hub,
    config,
    writeApi,
    readApi,
    dataDir,
    outbox: join(dataDir, 'outbox'),
    http: createHttpClient(writeApi),
    graphql: createGraphqlClient(readApi),
    logged: () => Buffer.concat(logged),
    /** A command of the hub's command line, as an operator would call it beside the hub. */
    qhub: (...args: readonly string[]): Promise<Said> => runQhub(args, environment),
    /** Has Redis write all that it holds to a file. */
    saveRedis: (): Promise<void> => commandRedis(redisPort, 'SAVE'),
    close: async () => {
      await hub.drain()
      await Promise.all([redis.stop(), nats.stop()])
    },
  }
}

export type Site = Awaited<ReturnType<typeof openSite>>

const commandRedis = async (port: number, command: string): Promise<void> => {
  const { createConnection } = await import('node:net')
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.once('error', reject)
    socket.once('data', (answer) => {
      socket.destroy()
      if (answer.toString().startsWith('+OK')) resolve()
      else reject(new Error(answer.toString()))
    })
  })
}
