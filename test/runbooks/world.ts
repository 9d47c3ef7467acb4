import { join } from 'node:path'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient } from '../../ops/client/http-client.ts'
import type { Person } from '../../ops/client/sign-up.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { startPayments } from '../../ops/embedded/payments/start.ts'
import { startHub, type Hub } from '../../ops/hub/hub.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { surroundings } from '../docs/environment.ts'
import { freePort } from '../servers/free-port.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { startRedis } from '../servers/redis.ts'

type Environment = Readonly<Record<string, string>>

/** An installation on servers of its own, which can be lost, restored and moved one by one. */
export const openWorld = async (directory: string) => {
  const redisPort = await freePort()
  const [eventStore, postgres, payments] = await Promise.all([
    startEventStore({ dataDir: join(directory, 'event-store'), port: 0 }),
    startTestPostgres({ migrated: false }),
    // Where the simulator of a hub lies, for those who play its banks.
    startPayments({ dataDir: join(directory, 'data', 'payments'), port: 0 }),
  ])
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined = await startRedis(redisPort)
  const { environment: own, placed } = await surroundings(directory)
  const environment: Environment = {
    ...own,
    QHUB_EVENTSTORE_URL: eventStore.connectionString,
    QHUB_POSTGRES_URL: postgres.url,
    QHUB_REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    QHUB_PAYMENTS_URL: payments.ready.url,
    QHUB_RATE_LIMIT_PER_MINUTE: '100000',
    QHUB_LOG_LEVEL: 'fatal',
  }
  const [writeApi, readApi] = ['127.0.0.1:4001', '127.0.0.1:4002'].map(
    (place) => `http://${placed(place)}`,
  )
  if (writeApi === undefined || readApi === undefined) throw new Error('two APIs have two places')

  let hub: Hub | undefined
  const startWith = async (environment: NodeJS.ProcessEnv): Promise<void> => {
    const loaded = loadConfig(environment)
    if (!loaded.ok) throw new Error(loaded.message)
    hub = await startHub(loaded.config, createLogger('fatal'), () => undefined)
  }
  const stopHub = async (): Promise<void> => {
    await hub?.drain()
    hub = undefined
  }
  const stopRedis = async (): Promise<void> => {
    await redis?.stop()
    redis = undefined
  }
  await startWith(environment)
  const stage: Stage = {
    get hub() {
      if (hub === undefined) throw new Error('no hub runs')
      return hub
    },
    http: createHttpClient(writeApi),
    graphql: createGraphqlClient(readApi),
    ...{ writeApi, readApi },
    outbox: join(directory, 'data', 'outbox'),
    clear: stopHub,
  }
  const operator: Person = await makeOperator(stage.hub, stage.http)

  const closing: (() => Promise<unknown>)[] = []
  return {
    ...{ directory, environment, placed, stage, operator },
    /** Ends what an incident has started. */
    atClose: (close: () => Promise<unknown>): void => void closing.push(close),
    /** What an administrator does to a service of the machine, as systemctl would. */
    service: async (deed: string, unit: string, environment: NodeJS.ProcessEnv): Promise<void> => {
      const known: Readonly<Record<string, () => Promise<unknown>>> = {
        'stop qhub': stopHub,
        'start qhub': () => startWith(environment),
        'stop redis-server': stopRedis,
        'start redis-server': async () => (redis = await startRedis(redisPort)),
      }
      const act = known[`${deed} ${unit}`]
      if (act === undefined) throw new Error(`there is no ${unit} to ${deed}`)
      await act()
    },
    close: async () => {
      await stopHub()
      await stopRedis()
      await Promise.all(closing.map((each) => each()))
      await Promise.all([eventStore.stop(), payments.stop(), postgres.stop()])
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
