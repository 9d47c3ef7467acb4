import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { bootstrapOperator } from '../../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { createHttpClient, type HttpClient } from '../../../ops/client/http-client.ts'
import { logIn, signUp, type Person } from '../../../ops/client/sign-up.ts'
import { startHub, type Hub } from '../../../ops/hub/hub.ts'
import { loadConfig } from '../../../platform/config/load.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { createLogger } from '../../../platform/telemetry/logger.ts'

export type World = {
  readonly hub: Hub
  readonly http: HttpClient
  readonly provider: Person
  readonly researcher: Person
  /** Starts to watch the log; the answer tells what people's commands have appended since. Sagas may go on meanwhile. */
  readonly watchAppends: () => Promise<() => Promise<readonly string[]>>
}

type Settings = Readonly<Record<string, string>>

const open = async (dataDir: string, settings: Settings): Promise<Hub> => {
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'error',
    QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
    ...settings,
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const { config } = loaded
  return startHub(config, createLogger(config.logLevel), () => undefined)
}

const httpOf = ({ addresses }: Hub): HttpClient => {
  if (addresses.writeApi === undefined) throw new Error('the command API does not listen')
  return createHttpClient(addresses.writeApi)
}

const makeOperator = async ({ services }: Hub, http: HttpClient): Promise<Person> => {
  const [id, email, password] = [newId(), 'olga@example.org', 'only the operator knows this']
  const made = await execute(
    services,
    bootstrapOperator,
    { email, username: 'olga', password },
    systemContext('test', id, id, id),
  )
  if (made.kind === 'failed') throw new Error(made.failure.detail)
  return logIn(http, 'olga', email, password)
}

const page = 10_000

const worldOf = (hub: Hub, http: HttpClient, provider: Person, researcher: Person): World => {
  const { eventStore } = hub.connections
  const watchAppends = async () => {
    const from = await eventStore.head()
    return async (): Promise<readonly string[]> => {
      const events = await eventStore.readAll({ from, maxCount: page })
      if (events.length === page) throw new Error('more has happened than one page holds')
      return events
        .filter(({ metadata }) => metadata.actor.kind !== 'system')
        .map(({ type, stream }) => `${type} in ${stream}`)
    }
  }
  return { hub, http, provider, researcher, watchAppends }
}

/** A whole hub on embedded servers and empty data, with a provider and a researcher who has a million dollars. */
export const openWorld = async (
  t: Test,
  settings: Settings = {},
): Promise<World & { readonly restart: () => Promise<World> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-circuits-'))
  let hub = await open(dataDir, settings)
  t.teardown(async () => {
    await hub.drain()
    await rm(dataDir, { recursive: true, force: true })
  })
  const http = httpOf(hub)
  const operator = await makeOperator(hub, http)
  const outbox = join(dataDir, 'outbox')
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const researcher = await signUp(http, outbox, 'ravi', 'consumer')
  await http.send(
    'POST',
    `/v1/wallets/${researcher.organisationId}/credits`,
    { amount: { amount: '100000000', asset: 'USD/2' }, reason: 'Tests' },
    { token: operator.token },
  )
  return {
    ...worldOf(hub, http, provider, researcher),
    restart: async () => {
      await hub.drain()
      hub = await open(dataDir, settings)
      return worldOf(hub, httpOf(hub), provider, researcher)
    },
  }
}
