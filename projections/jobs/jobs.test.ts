import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob, type StepName } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const project = async (steps: readonly StepName[]) => {
  const recorder = createRecorder()
  play(recorder, steps)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  return recorder.events
}

const jobId = idOf('job', '1')

t.test('a job that completes and is charged', async (t) => {
  const events = await project(wholeJob)
  const ofJob = events.filter(({ stream }) => stream === `job-${jobId}`)
  const last = ofJob.at(-1)
  t.match(await select(pool, 'jobs', 'job_id'), [
    {
      job_id: jobId,
      organisation: idOf('organisation', 'x'),
      status: 'COMPLETED',
      billing: 'SETTLED',
      phase: null,
      asset: 'USD/2',
      estimate: '100',
      maximum_cost: '120',
      charged: '100',
      provider_share: '90',
      commission: '10',
      refunded: null,
      hold_id: idOf('hold', '1'),
      attempt: 1,
      provider_job_id: 'p-1',
      failure: null,
      used_shots: 1000,
      qpu_seconds: 0.125,
      tags: ['bell', 'Ünïcode "tag"'],
      created_position: ofJob[0]?.position,
      revision: last?.revision,
      position: last?.position,
      ended_at: ofJob.find(({ type }) => type === 'JobCompleted')?.created,
    },
  ])
  const timeline = await select(pool, 'job_transitions', 'revision')
  t.same(
    timeline.map(({ type, from_status, to_status }) => [type, from_status, to_status]),
    [
      ['JobSubmitted', null, 'SUBMITTED'],
      ['JobFundsReserved', 'SUBMITTED', 'SUBMITTED'],
      ['JobQueued', 'SUBMITTED', 'QUEUED'],
      ['JobDispatched', 'QUEUED', 'QUEUED'],
      ['JobStarted', 'QUEUED', 'RUNNING'],
      ['JobPhaseChanged', 'RUNNING', 'RUNNING'],
      ['JobPhaseChanged', 'RUNNING', 'RUNNING'],
      ['JobCompleted', 'RUNNING', 'COMPLETED'],
      ['JobChargeSettled', 'COMPLETED', 'COMPLETED'],
    ],
  )
  t.same(
    timeline.map(({ event_id }) => event_id),
    ofJob.map(({ id }) => id),
  )
  t.match(await select(pool, 'job_programs', 'job_id'), [{ job_id: jobId, source: /OPENQASM/ }])
  t.match(await select(pool, 'job_results', 'job_id'), [
    { histogram: { encoding: 'json', counts: { '00': 503, '11': 497 } }, execution_seconds: 0.125 },
  ])
  const log = await select(pool, 'event_log', 'position')
  t.same(
    log.map(({ event_id, causation_id, position }) => [event_id, causation_id, position]),
    events.map(({ id, metadata, position }) => [id, metadata.$causationId, position]),
  )
})

t.test('a failure keeps its reason, less what Postgres has no character for', async (t) => {
  await project([...wholeJob.slice(0, 10), 'fail', 'releaseCharge'])
  t.match(await select(pool, 'jobs', 'job_id'), [
    {
      status: 'FAILED',
      billing: 'RELEASED',
      failure: { code: 'DEVICE_ERROR', message: 'it broke\ufffd half: \ufffd', retriable: true },
    },
  ])
  t.same(await select(pool, 'job_results', 'job_id'), [])
})

t.test('a job that is cancelled while it runs, and refunds that add up', async (t) => {
  await project([...wholeJob.slice(0, 10), 'cancel', 'cancelled'])
  t.match(await select(pool, 'jobs', 'job_id'), [
    { status: 'CANCELLED', billing: 'PENDING', phase: null, cancel_requested_at: Date },
  ])
  await project([...wholeJob, 'refundJob', 'refundJob'])
  t.match(await select(pool, 'jobs', 'job_id'), [{ billing: 'REFUNDED', refunded: '60' }])
})

t.test('a quote', async (t) => {
  await project(['issueQuote'])
  t.match(await select(pool, 'quotes', 'quote_id'), [
    { quote_id: idOf('quote', '1'), maximum_cost: '120', asset: 'USD/2', estimated_seconds: 0.5 },
  ])
})
