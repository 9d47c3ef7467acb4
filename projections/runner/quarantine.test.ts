import { deepEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { groups } from '../groups.ts'
import type { Projection } from '../shared/projection.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import {
  applierOn,
  dump,
  emptyRows,
  inPieces,
  noVault,
  select,
} from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { arbitraryLog, play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url, { pipelined: true })
t.teardown(async () => {
  await close()
  await server.stop()
})
t.beforeEach(() => emptyRows(pool))

const job = idOf('job', '1')
const at = '2026-01-01T00:00:00.000Z'
const statusOf = async (id: string) =>
  (await select(pool, 'jobs', 'job_id')).find(({ job_id }) => job_id === id)?.['status']

t.test('what cannot be read stops its stream, in order; the rest goes on', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['registerDevice', 'credit', 'submit'])
  const broken = recorder.append(`job-${job}`, { type: 'JobQueued', data: { jobId: job } })
  play(recorder, ['queue'])
  play(recorder, ['submit', 'queue'], 'a', '2')
  play(recorder, ['dispatch'])
  const applier = await applierOn(pool)
  const [applied] = await applier.apply(recorder.events)

  t.equal(await statusOf(job), 'SUBMITTED', 'nothing behind the event was applied')
  t.equal(await statusOf(idOf('job', '2')), 'QUEUED', 'others go on')
  const last = recorder.events.findLast(({ stream }) => stream === `job-${job}`)
  const waiting = await select(pool, 'quarantine', 'group_name')
  const waits = {
    stream: `job-${job}`,
    revision: broken.revision,
    position: broken.position,
    event_id: broken.id,
    event_type: 'JobQueued',
    error: /UndecodableEvent: JobQueued@1/,
    since: broken.created,
    waiting: 3n,
    last_revision: last?.revision,
    last_position: last?.position,
  }
  t.match(waiting, [
    { ...waits, group_name: 'jobs' },
    { ...waits, group_name: 'log' },
  ])
  t.same(applier.quarantined(), waiting)
  t.equal(applier.position(), recorder.events.at(-1)?.position, 'the checkpoint is past all of it')
  t.equal(
    applied?.lanes
      .flatMap(({ events }) => events)
      .some(({ stream, revision }) => stream === `job-${job}` && revision > 0n),
    false,
    'nobody is told of events that were not applied',
  )

  const again = await applierOn(pool)
  play(recorder, ['complete'])
  await again.apply(recorder.events)
  t.match(
    await select(pool, 'quarantine', 'stream'),
    [{ waiting: 5n }, { waiting: 5n }],
    'after a restart as well',
  )
  t.equal(await statusOf(job), 'SUBMITTED')
})

t.test('each thing that can be wrong with an event', async (t) => {
  const recorder = createRecorder()
  recorder.append('job-x', { type: 'NobodyKnowsThis', data: {} })
  recorder.append('device-x', { type: 'DeviceWentOnline', data: { deviceId: job, at } }, 9)
  recorder.append('session-x', { type: 'SessionRevoked', data: null })
  recorder.append('deviceQueue-x', {
    type: 'SlotGranted',
    data: { deviceId: job, jobId: job, at },
  })
  recorder.append(`job-${job}`, { type: 'JobQueued', data: { jobId: job, at } })
  await (await applierOn(pool)).apply(recorder.events)
  const waiting = await select(pool, 'quarantine', 'position, group_name')
  const unknown = /UndecodableEvent: no definition of NobodyKnowsThis@1/
  t.match(
    waiting.map(({ group_name, error }) => [group_name, error]),
    [
      // A type that nobody knows may concern everybody.
      ...groups.map(({ name }) => [name, unknown]).sort(),
      ['engagement', /UndecodableEvent: no definition of DeviceWentOnline@9/],
      ['jobs', /UndecodableEvent: no definition of DeviceWentOnline@9/],
      ['log', /UndecodableEvent: no definition of DeviceWentOnline@9/],
      ['accounts', /UndecodableEvent: SessionRevoked@1/],
      ['engagement', /UndecodableEvent: SessionRevoked@1/],
      ['log', /UndecodableEvent: SessionRevoked@1/],
      ['jobs', /NothingToApplyTo: SlotGranted in deviceQueue-x/],
      ['jobs', /NothingToApplyTo: JobQueued/],
    ],
  )
  t.match(
    await select(pool, 'event_log', 'position'),
    [{ type: 'SlotGranted' }, { type: 'JobQueued' }],
    'a group that can apply an event does',
  )
})

t.test('a value that the tables refuse is found among the others', async (t) => {
  const recorder = createRecorder()
  play(recorder, wholeJob)
  const tooBig = {
    deviceId: job,
    accepting: true,
    retired: false,
    concurrency: 2 ** 31,
    windows: [],
    at,
  }
  recorder.append(`deviceQueue-${job}`, { type: 'DeviceQueueConfigured', data: tooBig })
  play(recorder, ['submit'], 'a', '2')
  const applier = await applierOn(pool)
  const commits = await applier.apply(recorder.events)
  t.ok(commits.length > 1, 'it was looked for in halves')
  t.match(await select(pool, 'quarantine', 'stream'), [
    { stream: `deviceQueue-${job}`, event_type: 'DeviceQueueConfigured', error: /out of range/ },
  ])
  t.equal(await statusOf(job), 'COMPLETED')
  t.equal(await statusOf(idOf('job', '2')), 'SUBMITTED')
  t.equal(applier.position(), recorder.events.at(-1)?.position)
})

t.test('trouble that passes quarantines nothing', async (t) => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const sealed = 'sealed:v1:a.b.c.d'
  const curious: Projection = { name: 'curious', opens: () => [sealed], apply: () => [] }
  const recorder = createRecorder()
  play(recorder, ['registerDevice'])
  const vault = { ...noVault, open: () => Promise.reject(away) }
  const [first, ...others] = groups
  if (first === undefined) throw new Error('there are no groups')
  const prying = { ...first, projections: [...first.projections, curious] }
  const applier = await applierOn(pool, vault, [prying, ...others])
  await t.rejects(applier.apply(recorder.events), away)
  t.equal(applier.position(), 0n)
  t.same(await select(pool, 'quarantine', 'stream'), [])
})

/** Spoils some events of a log: they have a form that nobody can read. */
const spoil = (events: readonly RecordedEvent[], every: number): readonly RecordedEvent[] =>
  events.map((event, index) => (index % every === every - 1 ? { ...event, data: 'spoilt' } : event))

t.test('any split gives the same rows, and the same streams that wait', async (t) => {
  const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(
      arbitraryLog(80),
      fc.integer({ min: 5, max: 25 }),
      lengths,
      async (log, every, some) => {
        const events = spoil(log, every)
        await emptyRows(pool)
        await (await applierOn(pool)).apply(events)
        const whole = await dump(pool)
        await emptyRows(pool)
        for (const piece of inPieces(events, some)) await (await applierOn(pool)).apply(piece)
        deepEqual(await dump(pool), whole)
        const { rows } = await pool.query<{ total: bigint }>(
          `SELECT (SELECT count(*) FROM event_log) +
            (SELECT coalesce(sum(1 + waiting), 0)::bigint FROM quarantine WHERE group_name = 'log') AS total`,
        )
        deepEqual(rows, [{ total: BigInt(events.length) }], 'every event is somewhere')
      },
    ),
    { numRuns: 8 },
  )
  t.pass('for all of them')
})
