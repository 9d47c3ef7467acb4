import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { createOperator, startHubProcess } from '../../ops/client/hub-process.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { logIn, signUp } from '../../ops/client/sign-up.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { ideal } from '../../ops/demo/devices.ts'
import { roles, type Role } from '../../platform/config/schema.ts'
import { startPayments } from '../../ops/embedded/payments/start.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { eventually } from '../servers/eventually.ts'
import { startNats } from '../servers/nats.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { startRedis } from '../servers/redis.ts'

/** Five processes load from source on two cores. */
t.setTimeout(170_000)

t.test('each role in a process of its own, against the real servers', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-split-'))
  const [eventStore, postgres, redis, nats, payments] = await Promise.all([
    startEventStore({ dataDir: join(dataDir, 'event-store') }),
    startTestPostgres({ migrated: false }),
    startRedis(),
    startNats(),
    startPayments({ dataDir: join(dataDir, 'payments') }),
  ])
  t.teardown(async () => {
    const servers = [eventStore, postgres, redis, nats, payments]
    await Promise.all(servers.map(({ stop }) => stop()))
    await rm(dataDir, { recursive: true, force: true })
  })
  const settings = {
    QHUB_DATA_DIR: dataDir,
    QHUB_EVENTSTORE_URL: eventStore.connectionString,
    QHUB_POSTGRES_URL: postgres.url,
    QHUB_REDIS_URL: redis.url,
    QHUB_NATS_URL: nats.url,
    QHUB_PAYMENTS_URL: payments.ready.url,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_HEALTH_PORT: '0',
    QHUB_LOG_LEVEL: 'error',
  }
  const [email, password] = ['olga@example.org', 'only the operator knows this']
  await createOperator(settings, email, 'olga', password)
  const start = (role: Role) => startHubProcess({ ...settings, QHUB_ROLES: role })
  const processes = await Promise.all(roles.map(start))
  t.teardown(() => Promise.all(processes.map(({ stop }) => stop())))
  const [writeApi, readApi] = processes
  t.notOk(writeApi?.readApi, 'the process of one role opens no other')

  for (const { health = '' } of processes) {
    const { status } = await fetch(new URL('/readyz', health))
    t.equal(status, 200, 'every role says that it is ready')
  }

  const projector = processes[roles.indexOf('projector')]?.health ?? ''
  const told = await eventually(async () => {
    const answer: unknown = await (await fetch(new URL('/readyz?verbose', projector))).json()
    return JSON.stringify(answer).includes('"state":"LIVE"') ? answer : undefined
  })
  t.match(told, {
    status: 'ok',
    projector: { state: 'LIVE', quarantinedStreams: 0 },
    readModelLag: { events: Number, exact: true, seconds: Number },
  })

  const http = createHttpClient(writeApi?.writeApi ?? '')
  const graphql = createGraphqlClient(readApi?.readApi ?? '')
  const outbox = join(dataDir, 'outbox')
  const operator = await logIn(http, 'olga', email, password)
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const customer = await signUp(http, outbox, 'ravi', 'consumer')
  const deviceId = await registerDevice(http, provider, ideal)
  t.comment('people and a device are there')
  const amount = { amount: '1000', asset: 'USD/2' }
  await http.send(
    'POST',
    `/v1/wallets/${customer.organisationId}/credits`,
    { amount, reason: 'test' },
    { token: operator.token },
  )
  const bell = { source: circuit('bell').source, deviceId, shots: 100, seed: 'split' }
  const { body } = await http.send('POST', '/v1/jobs', bell, { token: customer.token })
  const query = `query Job($jobId: ID!, $position: Position!) @atLeast(position: $position, waitMs: 20000) {
    job(jobId: $jobId) { status billing result { counts } }
  }`
  type Data = { readonly job: { readonly billing: string; readonly status: string } }
  const job = await eventually(async () => {
    const { jobId, position } = body
    const data = await graphql<Data>(query, { jobId, position }, customer.token)
    return data.job.billing === 'SETTLED' ? data.job : undefined
  }, 60_000)
  t.match(job, { status: 'COMPLETED', result: { counts: { '00': Number, '11': Number } } })

  const codes = await Promise.all(processes.map(({ stop }) => stop()))
  t.same(codes, [0, 0, 0, 0, 0], 'every role drains and exits with 0')
})

t.test('roles that would share nothing are not started', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-split-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const started = startHubProcess({ QHUB_DATA_DIR: dataDir, QHUB_ROLES: 'write-api' })
  await t.rejects(started, { message: /ended with 1 before it was ready/ })
})
