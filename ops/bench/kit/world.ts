import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGraphqlClient, type GraphqlClient } from '../../client/graphql-client.ts'
import { createHttpClient, type HttpClient } from '../../client/http-client.ts'
import { createOperator, startHubProcess } from '../../client/hub-process.ts'
import { registerDevice } from '../../client/register-device.ts'
import { logIn, signUp, type Person } from '../../client/sign-up.ts'

/** A hub in a process of its own, with a funded customer and an ideal device. */
export type World = {
  readonly http: HttpClient
  readonly graphql: GraphqlClient
  readonly writeApi: string
  readonly readApi: string
  readonly customer: Person
  readonly operator: Person
  readonly deviceId: string
  readonly stop: () => Promise<void>
}

const device = {
  name: 'Bench 20',
  technology: 'SIMULATOR',
  qubits: 20,
  shots: { min: 1, max: 20_000 },
  priceBook: [
    {
      version: '1',
      asset: 'USD/2',
      validFrom: '2026-01-01T00:00:00.000Z',
      perTask: '0.02',
      perShot: '0.0001',
    },
  ],
  execution: { provider: 'simulator', concurrency: 8 },
}

export const openWorld = async (more: Readonly<Record<string, string>> = {}): Promise<World> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-bench-'))
  const settings = {
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'error',
    QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
    ...more,
  }
  const [email, password] = ['olga@example.org', 'only the operator knows this']
  await createOperator(settings, email, 'olga', password)
  const hub = await startHubProcess(settings, 'build')
  const http = createHttpClient(hub.writeApi)
  const outbox = join(dataDir, 'outbox')
  const operator = await logIn(http, 'olga', email, password)
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const customer = await signUp(http, outbox, 'ravi', 'consumer')
  const deviceId = await registerDevice(http, provider, device)
  const amount = { amount: '100000000', asset: 'USD/2' }
  await http.send(
    'POST',
    `/v1/wallets/${customer.organisationId}/credits`,
    { amount, reason: 'bench' },
    { token: operator.token },
  )
  return {
    http,
    graphql: createGraphqlClient(hub.readApi),
    writeApi: hub.writeApi,
    readApi: hub.readApi,
    customer,
    operator,
    deviceId,
    stop: async () => {
      await hub.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
