import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'nats'
import t from 'tap'
import { Refused } from '../../ops/client/http-client.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { signUp } from '../../ops/client/sign-up.ts'
import { ideal } from '../../ops/demo/devices.ts'
import { runJob, saveCard, topUp } from '../../ops/demo/money/paying.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { setStage } from '../../ops/demo/stage.ts'
import { startPayments } from '../../ops/embedded/payments/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { ours } from '../../projections/generations/events-left.ts'
import { startReceiver } from '../engagement/receiver.ts'
import { runQhub } from '../kit/qhub.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { eventually } from '../servers/eventually.ts'
import { startNats } from '../servers/nats.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { startProxy } from './proxy.ts'

t.setTimeout(240_000)
const directory = mkdtempSync(join(tmpdir(), 'qhub-deeds-'))
const [log, server, nats, payments, receiver] = await Promise.all([
  startTestEventStore(),
  startTestPostgres({ migrated: false }),
  startNats(),
  startPayments({ dataDir: join(directory, 'payments'), port: 0 }),
  startReceiver(),
])
const provider = await startProxy(payments.ready.url)
const servers = {
  QHUB_EVENTSTORE_URL: log.connectionString,
  QHUB_POSTGRES_URL: server.url,
  QHUB_NATS_URL: nats.url,
  QHUB_PAYMENTS_URL: provider.url,
}
const bus = await connect({ servers: nats.url.replace('nats://', '') })
/** What is told for good has an id; notices have none. */
const told: string[] = []
const listening = bus.subscribe('>', {
  callback: (_, message) => {
    const id = message.headers?.get('Nats-Msg-Id') ?? ''
    if (id !== '') told.push(id)
  },
})
const stage = await setStage(() => undefined, {
  ...servers,
  QHUB_WEBHOOK_NETWORKS: '127.0.0.0/8',
  QHUB_LOG_LEVEL: 'silent',
})
const { pool, close } = await connectPostgres(server.url)
const eventStore = connectEventStore(log.connectionString)
t.teardown(async () => {
  listening.unsubscribe()
  await bus.close()
  await stage.clear()
  await Promise.all([close(), eventStore.close()])
  await Promise.all([log.stop(), server.stop(), nats.stop(), provider.stop(), receiver.stop()])
  await payments.stop()
  rmSync(directory, { recursive: true, force: true })
})
const { http, graphql, outbox } = stage
const operator = await makeOperator(stage.hub, http)
const priya = await signUp(http, outbox, 'priya', 'provider')
const ravi = await signUp(http, outbox, 'ravi', 'consumer')

/** All that a hub does to others, or to itself because of an event; operators' own actions and heads of the log are left out. */
const effects = async () => {
  const events = (await eventStore.readAll({ maxCount: 50_000, filter: ours })).filter(
    ({ stream }) => !/^(operatorAction|treeHeads|auditKeys)/.test(stream),
  )
  return {
    mails: (await readOutbox(outbox)).length,
    webhooks: receiver.received.length,
    calls: provider.calls.length,
    told: told.length,
    requested: events.filter(({ type }) => type === 'SagaEffectRequested').length,
    events: events.length,
  }
}

/** Nothing has happened for some looks. */
const quiet = async () => {
  let [last, same] = ['', 0]
  return eventually(async () => {
    const now = await effects()
    same = JSON.stringify(now) === last ? same + 1 : 0
    last = JSON.stringify(now)
    return same >= 20 ? now : undefined
  })
}

type Wish = {
  readonly action: string
  readonly subject: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly confirm?: string
}
const request = async (wish: Wish) => {
  const body = { ...wish, reason: 'a test' }
  const answer = await http.send('POST', '/v1/operator-actions', body, { token: operator.token })
  return String(answer.body['actionId'])
}
/** What came of it: status and detail. */
const ask = async (wish: Wish): Promise<readonly [unknown, string]> => {
  const path = `/v1/operator-actions/${await request(wish)}`
  return eventually(async () => {
    const { status, detail } = (await http.get(path, { token: operator.token })).body
    return status === 'REQUESTED' ? undefined : ([status, String(detail)] as const)
  })
}

const query = `{ readModelGenerations { generation state isLive replay {
  isPaused wish groups stream mostEventsPerSecond mostLiveLagSeconds phase } } }`
type Build = Readonly<Record<string, unknown>>
type Seen = {
  readonly generation: number
  readonly state: string
  readonly isLive: boolean
  readonly replay: Build | null
}
const generations = async () => {
  const { readModelGenerations: seen } = await graphql<{
    readonly readModelGenerations: readonly Seen[]
  }>(query, {}, operator.token)
  return seen
}
const seenOf = async (number: number) =>
  (await generations()).find(({ generation }) => generation === number)
const isAt = (number: number, state: string) =>
  eventually(async () => ((await seenOf(number))?.state === state ? true : undefined))

/** `qhub replay …` beside the hub. */
const qhub = (...args: readonly string[]) =>
  runQhub(['replay', ...args], { ...servers, QHUB_DATA_DIR: directory })
const because = ['--reason', 'a test'] as const

let jobId = ''
t.test('a hub that has done all it can do to others', async (t) => {
  const deviceId = await registerDevice(http, priya, ideal)
  const endpoint = { url: receiver.url, eventTypes: ['*'] }
  await http.send('POST', '/v1/webhook-endpoints', endpoint, { token: ravi.token })
  const methodId = await saveCard(stage, ravi)
  await topUp(stage, ravi, methodId, '4000')
  jobId = (await runJob(stage, ravi, deviceId, {})).jobId
  await eventually(() => (told.length > 0 && receiver.received.length > 0) || undefined)
  const { mails, webhooks, calls, requested, told: integration } = await quiet()
  for (const [what, count] of Object.entries({ mails, webhooks, calls, requested, integration }))
    t.ok(count > 0, `${count} ${what}`)
})

t.test(
  'over HTTP: started, paused, throttled, promoted, left and dropped; and nothing done again',
  async (t) => {
    const before = await quiet()
    const slow = { eventsPerSecond: '1', lagSeconds: 'none' }
    t.match(await ask({ action: 'replay.start', subject: 'all', parameters: slow }), [
      'DONE',
      /^generation 2/,
    ])
    t.match(await ask({ action: 'replay.start', subject: 'jobs' }), [
      'FAILED',
      'generation 2 is being built of all read models: cancel it first',
    ])
    const subject = '2'
    t.match(await ask({ action: 'replay.pause', subject }), ['DONE', /is paused/])
    t.match(await seenOf(2), {
      ...{ state: 'BUILDING', isLive: false },
      replay: { isPaused: true, wish: 'PAUSE', groups: null, stream: null, mostEventsPerSecond: 1 },
    })
    await t.rejects(request({ action: 'replay.promote', subject }), /generation 2 is BUILDING/)
    const fast = { eventsPerSecond: 'none' }
    t.match(await ask({ action: 'replay.throttle', subject, parameters: fast }), [
      'DONE',
      'generation 2 is built as fast as can be',
    ])
    t.match(await ask({ action: 'replay.resume', subject }), ['DONE', /goes on/])
    await isAt(2, 'FOLLOWING')
    const told = await eventually(async () => {
      const { replay } = (await seenOf(2)) ?? {}
      return replay?.['phase'] === 'DONE' ? replay : undefined
    })
    t.match(told, { mostEventsPerSecond: null })
    await t.rejects(request({ action: 'replay.pause', subject }), /is not being built/)

    type Difference = { readonly generationDifference: Readonly<Record<string, unknown>> }
    const difference = '{ generationDifference { live other isEqual tables { table isEqual } } }'
    t.match((await graphql<Difference>(difference, {}, operator.token)).generationDifference, {
      ...{ live: 1, other: 2, isEqual: true },
    })
    await t.rejects(graphql(difference, {}, ravi.token), /FORBIDDEN/)
    await t.rejects(graphql(query, {}, ravi.token), /FORBIDDEN/)

    t.match(await ask({ action: 'replay.promote', subject }), ['DONE', /holds the same/])
    t.match(await ask({ action: 'replay.rollback', subject: '1' }), [
      'DONE',
      /back at generation 1/,
    ])
    t.match(await ask({ action: 'replay.promote', subject }), ['DONE', /follow generation 2/])
    t.match(await seenOf(2), { isLive: true })
    await t.rejects(request({ action: 'replay.drop', subject: '1' }), {
      code: 'CONFIRMATION_REQUIRED',
    })
    const drop = { action: 'replay.drop', subject: '1', confirm: '1' }
    t.match(await ask(drop), ['FAILED', /was so until a moment ago/])
    await pool.query("UPDATE read_model_generation SET left_at = left_at - interval '1 minute'")
    t.match(await ask(drop), ['DONE', 'generation 1 is dropped'])
    t.match(await seenOf(1), { state: 'DROPPED' })
    await t.rejects(request({ action: 'replay.drop', subject: '2', confirm: '2' }), Refused)
    t.same(await quiet(), before, 'no mail, webhook, call, integration event or effect')
  },
)

t.test('one stream: over HTTP', async (t) => {
  const before = await quiet()
  const stream = `job-${jobId}`
  const none = { action: 'replay.start', subject: 'all', parameters: { stream: 'job-none' } }
  await t.rejects(request(none), { code: 'NOT_FOUND', message: /there is no stream job-none/ })
  t.match(await ask({ ...none, parameters: { stream } }), ['DONE', /^generation 3/])
  await isAt(3, 'FOLLOWING')
  t.match(await seenOf(3), { replay: { stream } })
  t.match(await ask({ action: 'replay.promote', subject: '3' }), ['DONE', /holds the same/])
  t.match(await ask({ action: 'replay.rollback', subject: '2' }), ['DONE', /back at generation 2/])
  await pool.query("UPDATE read_model_generation SET left_at = left_at - interval '1 minute'")
  t.match(await ask({ action: 'replay.drop', subject: '3', confirm: '3' }), ['DONE', /dropped/])
  t.same(await quiet(), before)
})

t.test('at the command line: paused, throttled, cancelled and dropped', async (t) => {
  const begin = ['start', '--stream', `job-${jobId}`, '--detach', '--events-per-second', '1']
  t.match(await qhub(...begin, ...because), { code: 0, out: /generation 4 is to be built/ })
  t.match(await qhub('pause', ...because), { code: 0, out: /generation 4 is paused/ })
  t.match(await qhub('throttle', '--live-lag', '3', ...because), { code: 0, out: /resting while/ })
  t.match(await seenOf(4), { replay: { isPaused: true, mostLiveLagSeconds: 3 } })
  t.match(await qhub('cancel', ...because, '--confirm', '4'), { code: 0, out: /is given up/ })
  await isAt(4, 'DROPPED')
  t.match(await ask({ action: 'replay.start', subject: 'sagas' }), ['DONE', /^generation 5/])
  await isAt(5, 'FOLLOWING')
  t.match(await qhub('drop', '5', ...because, '--confirm', '5'), { code: 0, out: /is dropped/ })
  t.match(await generations(), [{}, { isLive: true }, {}, {}, { state: 'DROPPED' }])
})
