import { pino } from 'pino'
import t, { type Test } from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import type { NewEvent, RecordedEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { parseHotDeviceQueue, parseHotJob, hotKeys } from '../../platform/positions/hot-keys.ts'
import { subjects } from '../../platform/positions/notices.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { dump, noVault, select, tables } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { groups } from '../groups.ts'
import { startProjector } from './projector.ts'

const server = await startTestPostgres({ migrated: false })
const log = await startTestEventStore()
t.teardown(async () => {
  await log.stop()
  await server.stop()
})

const logger = pino({ level: 'silent' })
const waitMs = 30_000
/** Projectors that look for each other more often than they would. */
const brisk = { lookEveryMs: 50 }

/** A database, a cache and a bus of one test; the log is shared. */
const hub = async (t: Test) => {
  const postgresUrl = await server.emptyDatabase()
  await migrate(postgresUrl)
  const postgres = await connectPostgres(postgresUrl)
  const cache = createMemoryCache()
  const bus = createMemoryBus()
  const positions = followPositions({ bus, db: postgres.db })
  const parts = { eventStore: log.eventStore, postgres, postgresUrl, cache, bus, logger }
  const started: ReturnType<typeof startProjector>[] = []
  const start = (more: Partial<Parameters<typeof startProjector>[0]> = {}) => {
    const projector = startProjector({ ...parts, vault: noVault, ...more })
    started.push(projector)
    return projector
  }
  t.teardown(async () => {
    await Promise.all(started.map((projector) => projector.stop()))
    positions.close()
    await bus.close()
    await postgres.close()
  })
  return { ...parts, positions, start }
}

const asNew = ({ id, type, data, metadata }: RecordedEvent): NewEvent => ({
  id,
  type,
  data,
  metadata,
})

const recorder = createRecorder()
let written = 0
let end = 0n

/** Writes what is new in the recorder to the log, in order. Gives the position of the last event. */
const write = async (): Promise<bigint> => {
  for (const event of recorder.events.slice(written)) {
    const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
    const result = await log.eventStore.append(event.stream, [asNew(event)], expected)
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
    end = result.position
    written += 1
  }
  return end
}

t.test('a job, from the log to rows, keys, notices and other systems', async (t) => {
  const { start, positions, bus, cache, postgres } = await hub(t)
  const heard: string[] = []
  bus.subscribe('qhub.>', (subject) => heard.push(subject))
  const projector = start()
  play(recorder, wholeJob, 'a', 'first')
  const position = await write()
  t.match(await positions.reach(position, waitMs), { generation: 1, position })

  const jobId = idOf('job', 'first')
  const row = (await select(postgres.pool, 'jobs', 'job_id')).find((job) => job['job_id'] === jobId)
  t.match(row, { status: 'COMPLETED', billing: 'SETTLED' })
  const keys = hotKeys(1)
  t.match(parseHotJob(await cache.get(keys.job(jobId))), {
    status: 'COMPLETED',
    billing: 'SETTLED',
    organisation: idOf('organisation', 'x'),
  })
  t.match(parseHotDeviceQueue(await cache.get(keys.deviceQueue(idOf('device', 'a')))), {
    waiting: 0,
    running: 0,
  })
  t.equal(await cache.get(keys.position), position.toString())
  for (const subject of [
    subjects.projected,
    subjects.job(jobId),
    subjects.wallet(`${idOf('organisation', 'x')}-USD`),
  ])
    t.ok(heard.includes(subject), subject)

  const completed = recorder.events.find(({ type }) => type === 'JobCompleted')
  const [told] = await eventually(() => (bus.stored().length > 0 ? bus.stored() : undefined))
  t.match(told, {
    subject: 'qhub.events.job.completed',
    id: completed?.id,
    message: { jobId, organisation: idOf('organisation', 'x'), name: 'job first' },
  })
  await eventually(() => projector.status().state === 'LIVE' || undefined)
  t.match(projector.status(), {
    generation: 1,
    position,
    lag: { events: 0, ms: 0 },
    quarantinedStreams: 0,
    cacheHealthy: true,
  })
  await projector.stop()
  await projector.done
  t.match(projector.status(), { state: 'STOPPED' })
})

t.test('what is rebuilt from zero is what was live, row by row', async (t) => {
  const live = await hub(t)
  live.start({ maxEvents: 3, lingerMs: 0 })
  for (const name of ['second', 'third', 'fourth']) {
    play(recorder, wholeJob, 'a', name, name === 'third' ? 'y' : 'x')
    await write()
  }
  const rebuilt = await hub(t)
  rebuilt.start({ maxEvents: 500 })
  await live.positions.reach(end, waitMs)
  await rebuilt.positions.reach(end, waitMs)
  const rows = await dump(live.postgres.pool)
  t.equal(rows['event_log']?.length, recorder.events.length)
  t.same(await dump(rebuilt.postgres.pool), rows)
})

t.test('two share the groups; one goes on alone when the other stops', async (t) => {
  const { start, positions, postgres } = await hub(t)
  const first = start(brisk)
  await positions.reach(end, waitMs)
  const all = groups.map(({ name }) => name)
  await eventually(() => first.status().groups.length === all.length || undefined)
  const second = start(brisk)
  const half = Math.floor(all.length / 2)
  await eventually(() => second.status().groups.length === half || undefined)
  await eventually(() => first.status().groups.length === all.length - half || undefined)
  t.same([...first.status().groups, ...second.status().groups].sort(), [...all].sort())
  play(recorder, wholeJob, 'a', 'shared')
  const shared = await write()
  t.match(await positions.reach(shared, waitMs), { position: shared }, 'readers have them all')
  await first.stop()
  play(recorder, wholeJob, 'a', 'fifth')
  const position = await write()
  t.match(await positions.reach(position, waitMs), { position })
  t.equal(first.status().state, 'STOPPED')
  t.same([...second.status().groups].sort(), [...all].sort())
  t.equal((await select(postgres.pool, 'event_log', 'position')).length, recorder.events.length)
})

t.test('a checkpoint that somebody else moved stops the projector, and says so', async (t) => {
  const { start, positions, postgres } = await hub(t)
  const projector = start()
  await positions.reach(end, waitMs)
  await postgres.pool.query('UPDATE projection_checkpoint SET position = position + 1')
  play(recorder, ['submit'], 'a', 'sixth')
  await write()
  await t.rejects(projector.done, { code: 'checkpoint-moved' })
  t.equal(projector.status().state, 'STOPPED')
})

t.test('history that is replayed tells other systems nothing', async (t) => {
  const { start, positions, bus, postgres } = await hub(t)
  const projector = start()
  await positions.reach(end, waitMs)
  // The checkpoint of what was told has passed the last end of a job: nothing of the old is still to come.
  const last = recorder.events.findLast(({ type }) => type === 'JobCompleted')
  const told = recorder.events.filter(({ type }) => type === 'JobCompleted').length
  await eventually(() => bus.stored().some(({ id }) => id === last?.id) || undefined, waitMs)
  await eventually(async () => {
    const { rows } = await postgres.pool.query<{ position: bigint }>(
      "SELECT position FROM projection_checkpoint WHERE name = 'integration-events'",
    )
    return (rows[0]?.position ?? 0n) >= end || undefined
  }, waitMs)
  t.equal(bus.stored().length, told)
  await projector.stop()
  await postgres.pool.query("DELETE FROM projection_checkpoint WHERE name <> 'integration-events'")
  await postgres.pool.query(`TRUNCATE ${tables.join(', ')}`)
  const heard: unknown[] = []
  bus.subscribe('qhub.events.>', (_, message) => heard.push(message))
  start()
  play(recorder, wholeJob, 'a', 'eighth')
  await write()
  // What is told is told in log order: once the new job is, nothing older is still to come.
  await eventually(() => bus.stored().length > told || undefined)
  await bus.flush()
  t.match(heard, [{ jobId: idOf('job', 'eighth') }])
  t.equal(heard.length, 1)
})

t.test('connections that are cut cost time, never rows', async (t) => {
  const { start, positions, postgres } = await hub(t)
  const projector = start({ maxEvents: 2, lingerMs: 0 })
  await eventually(async () => (await positions.current()).position > 0n || undefined)
  // Those of the projector, of its lease, and of whoever asks: all of this database but the one that cuts.
  await postgres.pool
    .query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    .catch(() => undefined)
  play(recorder, wholeJob, 'a', 'seventh')
  const position = await write()
  await eventually(async () => {
    const reached = await positions.reach(position, 100).catch(() => undefined)
    return (reached?.position ?? 0n) >= position || undefined
  }, waitMs)
  t.equal((await select(postgres.pool, 'event_log', 'position')).length, recorder.events.length)
  t.not(projector.status().state, 'STOPPED')
})

t.test('an integration event that nobody confirmed is told again', async (t) => {
  const { start, bus } = await hub(t)
  let refusals = 3
  const moody = {
    ...bus,
    publishDurable: (subject: string, id: string, message: unknown) =>
      refusals-- > 0
        ? Promise.reject(new Error('nobody confirmed'))
        : bus.publishDurable(subject, id, message),
  }
  start({ bus: moody })
  const completed = recorder.events.filter(({ type }) => type === 'JobCompleted')
  await eventually(() => bus.stored().length >= completed.length || undefined)
  t.same(
    bus.stored().map(({ id }) => id),
    completed.map(({ id }) => id),
    'all of them, in order, each once',
  )
  t.ok(refusals < 0)
})
