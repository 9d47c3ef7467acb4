import {
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  printSchema,
} from 'graphql'
import t from 'tap'
import { kept } from '../../read-api/history/kept.ts'
import { createSchema } from '../../read-api/schema/schema.ts'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { startReadApi } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)
const jobId = idOf('job', '1')
const deviceId = idOf('device', 'a')
const walletId = `${idOf('organisation', 'x')}-USD`

play(api.recorder, wholeJob, 'a', '1', 'x')
await api.project()
const of = (stream: string) => api.recorder.events.filter((event) => event.stream === stream)
const ofJob = of(`job-${jobId}`)
const positionOf = (type: string): string =>
  api.recorder.events.find((event) => event.type === type)?.position.toString() ?? ''
type Refused = { readonly errors: readonly { readonly extensions: unknown }[] }
const code = (body: unknown) => (body as Refused).errors[0]?.extensions

const job = `query($jobId: ID!, $asOf: AsOf) {
  job(jobId: $jobId, asOf: $asOf) {
    id status phase billing attempt charge { charged { decimal } } revision position
    device { status statusReason price { perShot } } result { shots } } }`

t.test('as of now a job is what it is', async (t) => {
  const live = await api.ask(job, { jobId }, 'x')
  const { body } = await api.ask(job, { jobId, asOf: { time: new Date().toISOString() } }, 'x')
  t.equal(body.errors, undefined)
  t.same(body.data, live.body.data)
  t.equal(live.body.extensions.asOf, undefined)
  t.match(body.extensions.asOf, [
    { type: 'Job', id: jobId, position: ofJob.at(-1)?.position.toString() },
    { type: 'Device', id: deviceId },
  ])
})

t.test('a job as it was, by position and by time recorded', async (t) => {
  const queued = api.recorder.events.find(({ type }) => type === 'JobQueued')
  const moments = [
    { position: positionOf('JobQueued') },
    { time: queued?.created.toISOString() },
    // Between two events.
    { position: (BigInt(positionOf('JobQueued')) + 1n).toString() },
  ]
  for (const asOf of moments) {
    const { body } = await api.ask(job, { jobId, asOf }, 'x')
    t.match(body.data.job, {
      status: 'QUEUED',
      billing: 'RESERVED',
      charge: null,
      result: null,
      attempt: 0,
      position: positionOf('JobQueued'),
      device: { status: 'ONLINE' },
    })
  }
  const before = await api.ask(
    job,
    { jobId, asOf: { position: positionOf('WalletCredited') } },
    'x',
  )
  t.same(before.body.data.job, null, 'it was not there yet')
})

t.test('who may not see it does not see what it was', async (t) => {
  const asOf = { position: positionOf('JobQueued') }
  t.same((await api.ask(job, { jobId, asOf }, 'y')).body.data, { job: null })
  t.match(code((await api.ask(job, { jobId, asOf }, 'scopeless')).body), { code: 'FORBIDDEN' })
  t.match(code((await api.ask(job, { jobId, asOf })).body), { code: 'UNAUTHENTICATED' })
  t.equal((await api.ask(job, { jobId, asOf }, 'operator')).body.data.job.status, 'QUEUED')
})

t.test('moments that are none', async (t) => {
  const asks = [
    [{ position: '9'.repeat(18) }, 'MOMENT_TOO_LATE'],
    [{ time: '2099-01-01T00:00:00Z' }, 'MOMENT_TOO_LATE'],
    [{ position: '1' }, 'MOMENT_TOO_EARLY'],
    [{ time: '2020-01-01T00:00:00Z' }, 'MOMENT_TOO_EARLY'],
    [{ position: '37', time: '2026-01-01T00:00:00Z' }, 'QUERY_INVALID'],
    [{}, 'QUERY_INVALID'],
    [{ position: 'soon' }, 'QUERY_INVALID'],
    [{ time: 'yesterday' }, 'QUERY_INVALID'],
  ] as const
  for (const [asOf, expected] of asks) {
    const { body } = await api.ask(job, { jobId, asOf }, 'x')
    t.match(code(body), { code: expected }, JSON.stringify(asOf))
  }
})

t.test('a moment costs more than today', async (t) => {
  const cheap = await api.ask(
    'query($jobId: ID!) { job(jobId: $jobId) { status } }',
    { jobId },
    'x',
  )
  const dear = await api.ask(
    'query($jobId: ID!, $p: Position!) { job(jobId: $jobId, asOf: { position: $p }) { status } }',
    { jobId, p: positionOf('JobQueued') },
    'x',
  )
  t.ok(dear.body.extensions.cost > Number(cheap.body.extensions.cost) + 10)
})

t.test('every field of what was answers, or says that its history is not kept', async (t) => {
  const schema = buildSchema(printSchema(createSchema()))
  const roots: Readonly<Record<string, string>> = {
    Job: `job(jobId: "${jobId}", asOf: $asOf)`,
    Device: `device(deviceId: "${deviceId}", asOf: $asOf)`,
    Wallet: `wallet(walletId: "${walletId}", asOf: $asOf)`,
  }
  for (const [name, { fields, related = {} }] of Object.entries(kept)) {
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(name)
    const own = [...fields.split(' '), ...Object.keys(related)]
    t.strictSame(
      own.filter((field) => !(field in type.getFields())),
      [],
      `${name} has them`,
    )
    const root = roots[name]
    if (root === undefined) continue
    for (const field of Object.values(type.getFields())) {
      if (field.args.some(isRequiredArgument)) continue
      const inner = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
      const { body } = await api.ask(
        `query($asOf: AsOf!) { ${root} { ${field.name} ${inner} } }`,
        { asOf: { position: positionOf('JobChargeSettled') } },
        'operator',
      )
      if (own.includes(field.name)) t.equal(body.errors, undefined, `${name}.${field.name}`)
      else t.match(code(body), { code: 'HISTORY_NOT_KEPT' }, `${name}.${field.name}`)
    }
  }
})

const changes = `query($of: HistoricKind!, $id: ID!, $from: AsOf!, $to: AsOf) {
  changes(of: $of, id: $id, from: $from, to: $to) {
    changes { pointer before after } events { type revision changed } } }`

t.test('what changed between two moments, and what did it', async (t) => {
  const from = { position: positionOf('JobQueued') }
  const to = { position: positionOf('JobDispatched') }
  const { body } = await api.ask(changes, { of: 'JOB', id: jobId, from, to }, 'x')
  t.same(body.data.changes, {
    changes: [
      { pointer: '/attempt', before: '0', after: '1' },
      { pointer: '/providerJobId', before: 'null', after: '"p-1"' },
    ],
    events: [{ type: 'JobDispatched', revision: '3', changed: null }],
  })
  const wallet = await api.ask(
    changes,
    { of: 'WALLET', id: walletId, from: { position: positionOf('FundsHeld') } },
    'x',
  )
  t.match(wallet.body.data.changes.changes[0], { pointer: '/available' })
  t.same((await api.ask(changes, { of: 'JOB', id: jobId, from }, 'y')).body.data.changes, null)
  const back = await api.ask(changes, { of: 'JOB', id: jobId, from: to, to: from }, 'x')
  t.match(code(back.body), { code: 'QUERY_INVALID' })
})

const stateAt = `query($stream: String!, $at: Moment) { stateAt(stream: $stream, at: $at) {
  stream revision last { type position } state } }`

t.test('operators see the state of any aggregate at any moment', async (t) => {
  const stream = `job-${jobId}`
  const { body } = await api.ask(stateAt, { stream, at: { revision: '2' } }, 'operator')
  t.match(body.data.stateAt, {
    stream,
    revision: '2',
    last: { type: 'JobQueued' },
    state: { kind: 'submitted', status: 'QUEUED' },
  })
  const diff = await api.ask(
    `query($stream: String!) { stateDiff(stream: $stream, from: { revision: "1" }, to: { revision: "2" }) {
      changes { pointer before after } events { type changed } } }`,
    { stream },
    'operator',
  )
  t.match(diff.body.data.stateDiff.events, [{ type: 'JobQueued', changed: ['/status'] }])
  t.match(code((await api.ask(stateAt, { stream }, 'x')).body), { code: 'FORBIDDEN' })
  const asks = [
    [{ stream: `job-${idOf('job', 'none')}` }, 'NOT_FOUND'],
    [{ stream: 'nothing-1' }, 'QUERY_INVALID'],
    [{ stream, at: { revision: '99' } }, 'MOMENT_TOO_LATE'],
    [{ stream, at: { position: '37' } }, 'MOMENT_TOO_EARLY'],
    [{ stream, at: { revision: 'x' } }, 'QUERY_INVALID'],
  ] as const
  for (const [variables, expected] of asks) {
    const answer = await api.ask(stateAt, variables, 'operator')
    t.match(code(answer.body), { code: expected }, JSON.stringify(variables))
  }
})
