import { deepEqual, equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import {
  applierOn,
  dump,
  emptyRows,
  inPieces,
  noVault,
  select,
} from '../../test/read-models/rows.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { arbitraryLog, play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { generationTables, groups, type Group } from '../groups.ts'
import type { Applier } from '../runner/applier.ts'
import { lanesOf } from '../runner/lane.ts'
import type { Projection } from '../shared/projection.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})
t.beforeEach(() => emptyRows(pool))

/** Code with a fault that can be mended: while it is there, it fails at the events that it is told of. */
const faulty = () => {
  const bad = new Set<string>()
  const failing = (projection: Projection): Projection => ({
    ...projection,
    apply: (event, known) => {
      if (bad.has(event.id)) throw new Error('a fault in the code')
      return projection.apply(event, known)
    },
  })
  const own: readonly Group[] = groups.map((group) => ({
    ...group,
    projections: group.projections.map(failing),
  }))
  return { bad, own, lanes: lanesOf([1], own) }
}

const redriveAll = async (
  applier: Applier,
  lanes: ReturnType<typeof lanesOf>,
  log: readonly RecordedEvent[],
  skip = new Set<string>(),
): Promise<void> => {
  for (const { stream, group_name, revision } of applier.quarantined()) {
    const lane = lanes.find(({ group }) => group.name === group_name)
    if (lane === undefined) throw new Error(`no lane of ${group_name}`)
    const waiting = log.filter(
      (event) =>
        event.stream === stream &&
        event.revision >= revision &&
        event.position <= applier.positionOf(lane),
    )
    await applier.redrive(lane, stream, waiting, skip)
  }
}

const rebuilt = async (log: readonly RecordedEvent[]) => {
  await emptyRows(pool)
  await (await applierOn(pool)).apply(log)
  return dump(pool)
}

t.test(
  'driven on with nothing left to apply, a stream is free; what stops it later stays',
  async (t) => {
    const recorder = createRecorder()
    const stream = 'job-x'
    recorder.append(stream, { type: 'NobodyKnowsThis', data: {} })
    const lanes = lanesOf([1], groups)
    const applier = await applierOn(pool)
    await applier.apply(recorder.events)
    const accounts = lanes.find(({ group }) => group.name === 'accounts')
    if (accounts === undefined) throw new Error('no accounts')
    const isStopped = (one: Applier) =>
      one.quarantined().some((row) => row.group_name === 'accounts' && row.stream === stream)
    t.equal(isStopped(applier), true, 'a type that nobody knows may concern everybody')
    t.match(await applier.redrive(accounts, stream, []), { kind: 'cured' })
    t.equal(isStopped(applier), false)

    recorder.append(stream, { type: 'NobodyKnowsThis', data: {} })
    await applier.apply(recorder.events)
    t.equal(isStopped(applier), true)
    // A batch that does not concern the group.
    play(recorder, ['registerDevice'])
    await applier.apply(recorder.events)
    t.equal(isStopped(await applierOn(pool)), true, 'its row is there for whoever comes next')
  },
)

t.test('once the cause is mended, driven on = rebuilt', async (t) => {
  let drives = 0
  await fc.assert(
    fc.asyncProperty(
      arbitraryLog(90),
      fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 5, max: 40 }),
      async (log, spoilt, length) => {
        await emptyRows(pool)
        const { bad, own, lanes } = faulty()
        for (const index of spoilt) bad.add(log[index % log.length]?.id ?? '')
        const half = Math.ceil(log.length / 2)
        const applier = await applierOn(pool, noVault, own)
        for (const piece of inPieces(log.slice(0, half), [length])) await applier.apply(piece)
        // One cause is mended while the rest of the log is still to come.
        for (const one of [...bad].slice(0, 1)) bad.delete(one)
        await redriveAll(applier, lanes, log)
        for (const piece of inPieces(log.slice(half), [length])) await applier.apply(piece)
        drives += applier.quarantined().length
        bad.clear()
        await redriveAll(applier, lanes, log)
        equal(applier.quarantined().length, 0)
        const driven = await dump(pool)
        deepEqual(driven, await rebuilt(log))
      },
    ),
    { numRuns: 15 },
  )
  t.ok(drives > 15, `${drives} streams were driven on`)
})

t.test('an event that is left out is left out of every rebuild', async (t) => {
  const { bad, own, lanes } = faulty()
  const recorder = createRecorder()
  play(recorder, wholeJob)
  const log = recorder.events
  const paused = log.find(({ type }) => type === 'JobPhaseChanged')
  bad.add(paused?.id ?? '')
  const applier = await applierOn(pool, noVault, own)
  await applier.apply(log)
  t.equal(applier.quarantined().length, 2, 'in the jobs and in the log of events')
  for (const group of ['jobs', 'log'])
    await pool.query(
      `INSERT INTO projection_skip (group_name, event_id, stream, revision, event_type, reason, skipped_by)
       VALUES ($1, $2, $3, $4, $5, 'nothing depends on it', 'olga')`,
      [group, paused?.id, paused?.stream, paused?.revision, paused?.type],
    )
  await redriveAll(applier, lanes, log, new Set([paused?.id ?? '']))
  t.same(applier.quarantined(), [])
  t.match(await select(pool, 'jobs', 'job_id'), [{ job_id: idOf('job', '1'), status: 'COMPLETED' }])
  const driven = await dump(pool)
  await pool.query('DELETE FROM projection_checkpoint')
  await pool.query(`TRUNCATE ${generationTables.join(', ')}`)
  await (await applierOn(pool)).apply(log)
  t.same(await dump(pool), driven)
})

t.test('a value that a table still refuses leaves it and what follows waiting', async (t) => {
  const { bad, own, lanes } = faulty()
  const recorder = createRecorder()
  play(recorder, ['registerDevice', 'configureQueue', 'submit'])
  const stream = `deviceQueue-${idOf('device', 'a')}`
  const at = '2026-01-01T00:00:00.000Z'
  const configured = (concurrency: number) => ({
    type: 'DeviceQueueConfigured',
    data: {
      deviceId: idOf('device', 'a'),
      accepting: true,
      retired: false,
      concurrency,
      windows: [],
      at,
    },
  })
  bad.add(recorder.append(stream, configured(3)).id)
  const tooBig = recorder.append(stream, configured(2 ** 31))
  const enqueued = { deviceId: idOf('device', 'a'), jobId: idOf('job', '1'), user: 'u', at }
  recorder.append(stream, { type: 'JobEnqueued', data: enqueued })
  const log = recorder.events
  const applier = await applierOn(pool, noVault, own)
  await applier.apply(log)
  bad.clear()
  await redriveAll(applier, lanes, log)
  t.match(await select(pool, 'quarantine', 'stream'), [
    { group_name: 'jobs', stream, event_id: tooBig.id, waiting: 1n, error: /out of range/ },
  ])
  t.match(await select(pool, 'device_queue_depth', '1'), [{ concurrency: 3 }], 'as far as it goes')
  const driven = await dump(pool)
  t.same(driven, await rebuilt(log), 'and so does a rebuild')
})

t.test('rows that went on without the stream are left alone: a rebuild is asked for', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['registerDevice', 'submit', 'queue'])
  const [jobs] = groups.filter(({ name }) => name === 'jobs')
  if (jobs === undefined) throw new Error('there is no such group')
  let isFaulty = true
  // A row that events of many streams write, in their order: the name of the device says what came last.
  const shared: Projection = {
    name: 'shared',
    touches: () => [{ table: 'devices', key: { device_id: idOf('device', 'a') } }],
    apply: (event, rows) => {
      if (isFaulty && event.type === 'JobSubmitted') throw new Error('a fault in the code')
      const row = rows.get('devices', { device_id: idOf('device', 'a') })
      if (row === undefined) return []
      const { type: name, position } = event
      return [{ do: 'put', table: 'devices', row: { ...row, name, position } }]
    },
  }
  const own = [{ ...jobs, projections: [...jobs.projections, shared] }]
  const lanes = lanesOf([1], own)
  const applier = await applierOn(pool, noVault, own)
  await applier.apply(recorder.events)
  play(recorder, ['publishPrice'])
  await applier.apply(recorder.events)
  isFaulty = false
  const [lane] = lanes
  const stream = `job-${idOf('job', '1')}`
  if (lane === undefined) throw new Error('there is no lane')
  const before = await dump(pool)
  const waiting = recorder.events.filter((event) => event.stream === stream)
  const outcome = await applier.redrive(lane, stream, waiting)
  t.match(outcome, { kind: 'needs-rebuild' })
  t.same(await dump(pool), before, 'nothing was written')
})
