import t from 'tap'
import { oneByOne } from '../../platform/event-store/one-by-one.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { bell, changeStatus, openMarket } from './kit/market.ts'
import { signUp } from './kit/people.ts'
import { completion, tellJob } from './kit/run-job.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
const market = await openMarket(hub)
const { token } = market.researcher
const work = { source: bell, deviceId: market.deviceId, shots: 100 }
const submit = (more = {}) => succeed(app, 'POST', '/v1/jobs', { token, body: work, ...more })

t.test('a job is accepted, read, and has a result when it has ended', async (t) => {
  const accepted = await submit()
  t.equal(accepted.status, 202)
  t.match(accepted.headers, { etag: '"0"', 'retry-after': '1', 'x-position': /^\d+$/ })
  t.match(accepted.body, {
    status: 'SUBMITTED',
    estimate: { amount: '40', asset: 'USD/2' },
    revision: '0',
  })
  const { location } = accepted.headers
  t.equal(location, `/v1/jobs/${accepted.body.jobId}`)

  const read = await succeed(app, 'GET', String(location), { token })
  t.match(read.body, { status: 'SUBMITTED', billing: 'NONE', circuit: { qubits: 2 } })
  t.notOk('source' in read.body || 'result' in read.body)
  t.equal(read.headers['etag'], '"0"')
  const unchanged = await call(app, 'GET', String(location), {
    token,
    headers: { 'if-none-match': '"0"' },
  })
  t.match(unchanged, { status: 304, text: '' })
  const none = await call(app, 'GET', `${String(location)}/result`, { token })
  t.match(none.body, { status: 404, code: 'NOT_FOUND' })

  await tellJob(hub, String(accepted.body.jobId), completion)
  const result = await succeed(app, 'GET', `${String(location)}/result`, { token })
  t.match(result.body, { counts: { '00': 48, '11': 52 }, shots: 100, revision: '2' })
  const done = await succeed(app, 'GET', String(location), { token })
  t.match(done.body, { status: 'COMPLETED', result: { counts: { '00': 48 } } })
})

t.test('others do not see a job, operators do', async (t) => {
  const { body } = await submit()
  const stranger = await signUp(hub, 'stranger')
  const path = `/v1/jobs/${body.jobId}`
  for (const url of [path, `${path}/result`])
    t.equal((await call(app, 'GET', url, { token: stranger.token })).body.code, 'NOT_FOUND')
  t.equal((await call(app, 'DELETE', path, { token: stranger.token })).body.code, 'NOT_FOUND')
  await succeed(app, 'GET', path, { token: market.operator.token })
})

t.test('a caller may wait for the end', async (t) => {
  const jobs = hub.services.eventStore.subscribeAll({
    after: await hub.head(),
    streamPrefixes: ['job-'],
    signal: AbortSignal.timeout(20_000),
  })
  const waiting = submit({ headers: { prefer: 'wait=30' } })
  for await (const message of oneByOne(jobs))
    if (message.kind === 'event') {
      await tellJob(hub, message.event.stream.slice('job-'.length), completion)
      break
    }
  const done = await waiting
  t.equal(done.status, 200)
  t.equal(done.headers['preference-applied'], 'wait=30')
  t.match(done.body, { status: 'COMPLETED', revision: '2' })

  const late = await submit({ headers: { prefer: 'respond-async, wait=30' } })
  t.match(late, { status: 202, headers: { 'preference-applied': 'respond-async' } })
  const zero = await submit({ headers: { prefer: 'wait=0' } })
  t.match(zero, { status: 202, headers: { 'preference-applied': 'wait=0' } })
})

t.test('cancelling is accepted, and refused once the job has ended', async (t) => {
  const { body } = await submit()
  const path = `/v1/jobs/${body.jobId}`
  const cancelled = await succeed(app, 'DELETE', path, { token })
  t.match(cancelled, { status: 202, headers: { location: path }, body: { status: 'CANCELLING' } })
  await tellJob(hub, String(body.jobId), {
    type: 'ConfirmCancellation',
    by: 'USER',
    usage: { shots: 0, qpuSeconds: 0 },
  })
  const late = await call(app, 'DELETE', path, { token })
  t.match(late.body, { status: 409, code: 'JOB_ALREADY_TERMINAL' })
})

t.test('a quote binds the price', async (t) => {
  const quoted = await succeed(app, 'POST', '/v1/quotes', { token, body: work })
  t.match(quoted.body, { maximumCost: { amount: '40' }, expiresAt: '2026-11-21T12:05:00.000Z' })
  const { quoteId } = quoted.body
  const job = await submit({ body: { ...work, quoteId, seed: 7, name: 'bell', tags: ['demo'] } })
  const read = await succeed(app, 'GET', `/v1/jobs/${job.body.jobId}`, { token })
  t.match(read.body, { quoteId, seed: '7', name: 'bell', tags: ['demo'] })
})

t.test('a quote holds up to its last moment, and not a second longer', async (t) => {
  const quoted = await succeed(app, 'POST', '/v1/quotes', { token, body: work })
  const { quoteId, expiresAt } = quoted.body
  const body = { ...work, quoteId }
  const left = Date.parse(String(expiresAt)) - hub.clock.now().getTime()
  hub.clock.advance(left - 1)
  await succeed(app, 'POST', '/v1/jobs', { token, body })
  hub.clock.advance(1)
  t.match((await call(app, 'POST', '/v1/jobs', { token, body })).body, { code: 'QUOTE_EXPIRED' })
  hub.clock.advance(1000)
  t.match((await call(app, 'POST', '/v1/jobs', { token, body })).body, { code: 'QUOTE_EXPIRED' })
})

t.test('what would be written is shown, and not written', async (t) => {
  const head = await hub.head()
  const shown = await succeed(app, 'POST', '/v1/jobs?validateOnly=true', { token, body: work })
  t.equal(shown.status, 200)
  t.match(shown.body, { validateOnly: true, events: [{ type: 'JobSubmitted' }] })
  t.equal(await hub.head(), head)
  const key = 'first tried out, then done'.replaceAll(' ', '-')
  const tried = await succeed(app, 'POST', '/v1/jobs?validateOnly=true', { token, body: work, key })
  const done = await submit({ key })
  t.equal(done.headers['idempotency-replayed'], undefined)
  t.equal(tried.body.events[0].data.jobId, done.body.jobId, 'the very job that was shown')
})

t.test('the provider takes the device away', async (t) => {
  await changeStatus(hub, market.provider, market.deviceId, 'OFFLINE')
  const refused = await call(app, 'POST', '/v1/jobs', { token, body: work })
  t.match(refused.body, { status: 409, code: 'DEVICE_OFFLINE' })
})
