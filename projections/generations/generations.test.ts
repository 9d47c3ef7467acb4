import { pino } from 'pino'
import type { Pool } from 'pg'
import t, { type Test } from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { hotKeys, parseHotJob } from '../../platform/positions/hot-keys.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { dump, noVault } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { startProjector } from '../runner/projector.ts'
import { buildGeneration } from './build.ts'
import { compareGenerations } from './compare.ts'
import { dropGeneration } from './drop.ts'
import { beginGeneration, GenerationRefused, listGenerations } from './generations.ts'
import { movePointer } from './move-pointer.ts'

t.setTimeout(120_000)
const server = await startTestPostgres({ migrated: false })
const log = await startTestEventStore()
t.teardown(async () => {
  await log.stop()
  await server.stop()
})

const recorder = createRecorder()
let written = 0
const asNew = ({ id, type, data, metadata }: RecordedEvent) => ({ id, type, data, metadata })
const write = async (): Promise<bigint> => {
  let position = 0n
  for (; written < recorder.events.length; written += 1) {
    const event = recorder.events[written]
    if (event === undefined) break
    const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
    const result = await log.eventStore.append(event.stream, [asNew(event)], expected)
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
    position = result.position
  }
  return position
}

let jobs = 0
const writeJob = (): Promise<bigint> => {
  jobs += 1
  play(recorder, wholeJob, 'a', `job ${jobs}`)
  return write()
}

/** Does something right before the first query that begins, or goes on, like this; armed by what it is given. */
const beforeQuery = (pool: Pool) => {
  let armed: { readonly like: RegExp; readonly act: () => Promise<unknown> } | undefined
  const query = async (text: string, values?: unknown[]) => {
    const now = armed?.like.test(text) ? armed : undefined
    if (now !== undefined) armed = undefined
    await now?.act()
    return pool.query(text, values)
  }
  const get = (target: Pool, name: string | symbol): unknown => {
    if (name === 'query') return query
    const value: unknown = Reflect.get(target, name)
    return typeof value === 'function' ? value.bind(target) : value
  }
  return {
    pool: new Proxy(pool, { get }),
    arm: (like: RegExp, act: () => Promise<unknown>): void => void (armed = { like, act }),
    isArmed: () => armed !== undefined,
  }
}

const hub = async (t: Test) => {
  const postgresUrl = await server.emptyDatabase()
  await migrate(postgresUrl)
  const postgres = await connectPostgres(postgresUrl)
  const [cache, bus] = [createMemoryCache(), createMemoryBus()]
  const positions = followPositions({ bus, db: postgres.db })
  const logger = pino({ level: 'silent' })
  const parts = { eventStore: log.eventStore, postgres, postgresUrl, cache, bus, logger }
  const before = beforeQuery(postgres.pool)
  const projector = startProjector({
    ...{ ...parts, postgres: { ...postgres, pool: before.pool }, vault: noVault },
    lookEveryMs: 50,
  })
  t.teardown(async () => {
    await projector.stop()
    positions.close()
    await bus.close()
    await postgres.close()
  })
  const build = async (signal = new AbortController().signal, maxEvents = 50) => {
    const { generation } = await beginGeneration(postgres.pool)
    const { pool } = postgres
    const { eventStore } = log
    await buildGeneration({ eventStore, pool, vault: noVault, generation, signal, maxEvents })
    return generation
  }
  return { ...parts, pool: postgres.pool, before, positions, projector, build }
}

/** Writes whole jobs one after the other until told to stop; the position of the last event then. */
const writing = () => {
  const stopping = new AbortController()
  const write = async () => {
    for (;;) {
      const last = await writeJob()
      if (stopping.signal.aborted) return last
    }
  }
  const done = write()
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}

t.test(
  'built beside, compared, promoted and back under live writes: nothing stale or missing',
  async (t) => {
    const { pool, build, positions, bus, cache, projector } = await hub(t)
    for (let n = 0; n < 10; n += 1) await writeJob()
    await positions.reach(await writeJob(), 30_000)
    const told = await eventually(() => (bus.stored().length === jobs ? bus.stored() : undefined))
    const writer = writing()
    t.equal(await build(), 2)

    const compared = await compareGenerations(pool, 1, 2)
    t.match(compared, { equal: true, generations: [1, 2] })
    t.ok(compared.tables.some(({ table, rows }) => table === 'event_log' && rows[0] > 150n))

    const before = await positions.current()
    const moved = await movePointer(pool, 2)
    t.match(moved, { from: 1, to: 2 })
    await eventually(async () => ((await positions.current()).generation === 2 ? true : undefined))
    const after = await positions.current()
    t.ok(after.position >= before.position, 'no reader goes back')

    const back = await movePointer(pool, 1)
    t.match(back, { from: 2, to: 1 })
    t.ok(back.position >= moved.position, 'the one that was left went on')
    const forth = await movePointer(pool, 2)
    t.ok(forth.position >= back.position)

    const end = await writer.stop()
    const reached = await eventually(async () => {
      const now = await positions.reach(end, 1_000)
      return now.position >= end && now.generation === 2 ? now : undefined
    })
    t.match(reached, { generation: 2 })
    t.same((await compareGenerations(pool, 1, 2)).equal, true)
    t.same(await dump(pool, 2), await dump(pool, 1), 'row by row, by another way of looking')
    const rows = await dump(pool, 2)
    t.equal(rows['event_log']?.length, recorder.events.length, 'every event, once')

    const key = hotKeys(2)
    await eventually(async () => {
      const hot = parseHotJob(await cache.get(key.job(idOf('job', `job ${jobs}`))))
      return hot?.billing === 'SETTLED' || undefined
    })
    const all = await eventually(() => (bus.stored().length >= jobs ? bus.stored() : undefined))
    t.equal(new Set(all.map(({ id }) => id)).size, jobs)
    t.equal(all.length, jobs, 'no integration event was sent again')
    t.ok(told.length < all.length)

    await t.rejects(dropGeneration(pool, cache, 2), GenerationRefused, 'not the one that is read')
    await t.rejects(dropGeneration(pool, cache, 1), GenerationRefused, 'nor just after it was')
    await dropGeneration(pool, cache, 1, 0)
    await positions.reach(await writeJob(), 30_000)
    t.equal((await dump(pool, 2))['event_log']?.length, recorder.events.length, 'and it goes on')
    t.not(projector.status().state, 'STOPPED')
    t.same((await dump(pool, 1))['event_log'], [])
    t.match(await listGenerations(pool), [
      { generation: 1, state: 'DROPPED', live: false },
      { generation: 2, state: 'FOLLOWING', live: true },
    ])
    t.equal(await build(), 3, 'the next has its form from the first one’s tables')
    t.match(await movePointer(pool, 3), { from: 2, to: 3 })
  },
)

for (const [dropped, live, like] of [
  [1, 2, /^SELECT name, position, holder/],
  [2, 1, /"g2".quarantine/],
] as const)
  t.test(
    `generation ${dropped} is dropped while a turn begins: the next goes on without it`,
    async (t) => {
      const { pool, build, before, positions, cache, projector } = await hub(t)
      await positions.reach(await writeJob(), 30_000)
      await build()
      await movePointer(pool, 2)
      const isFollowed = (generation: number) =>
        eventually(async () => (await positions.current()).generation === generation || undefined)
      await isFollowed(2)
      if (live === 2) {
        await movePointer(pool, 1)
        await isFollowed(1)
      }
      await eventually(() => projector.status().generation === dropped || undefined)
      before.arm(like, () => dropGeneration(pool, cache, dropped, 0))
      await movePointer(pool, live)
      await eventually(() => !before.isArmed() || undefined)
      await positions.reach(await writeJob(), 30_000)
      t.match(projector.status(), { state: /LIVE|CATCHING_UP/, generation: live })
      const { rows } = await pool.query('SELECT FROM projection_checkpoint WHERE name LIKE $1', [
        `read-model@${dropped}/%`,
      ])
      t.same(rows, [], 'nothing of it is left')
    },
  )

t.test('a builder that is stopped goes on where it was', async (t) => {
  const { pool, build } = await hub(t)
  const stopping = new AbortController()
  const { generation } = await beginGeneration(pool)
  let events = 0
  await t.rejects(
    buildGeneration({
      eventStore: log.eventStore,
      pool,
      vault: noVault,
      generation,
      signal: stopping.signal,
      maxEvents: 20,
      onProgress: (progress) => {
        events = progress.events
        if (events >= 60) stopping.abort()
      },
    }),
  )
  const [, begun] = await listGenerations(pool)
  t.match(begun, { state: 'BUILDING' })
  t.ok((begun?.events ?? 0n) >= 60n)
  await t.rejects(movePointer(pool, generation), GenerationRefused, 'it is not there yet')
  t.equal(await build(), generation)
  t.match(await compareGenerations(pool, 1, generation), { equal: true })
})

t.test('a difference is shown by row, column and event', async (t) => {
  const { pool, build, projector } = await hub(t)
  await build()
  const lost = idOf('job', 'job 1')
  await compareGenerations(pool, 1, 2)
  await projector.stop()
  await pool.query("UPDATE jobs SET name = 'another', shots = 7 WHERE job_id = $1", [lost])
  await pool.query('DELETE FROM g2.job_programs WHERE job_id = $1', [lost])
  await pool.query('DELETE FROM job_results WHERE job_id = $1', [lost])
  const { equal, tables } = await compareGenerations(pool, 1, 2)
  t.equal(equal, false)
  const differing = tables.filter((table) => !table.equal)
  t.match(differing, [
    {
      table: 'jobs',
      missing: 0,
      surplus: 0,
      changed: 1,
      first: [
        {
          key: { job_id: lost },
          columns: { name: ['another', 'job job 1'], shots: ['7', '1000'] },
          events: [{ type: 'JobChargeSettled', stream: `job-${lost}`, columns: [] }],
        },
      ],
    },
    { table: 'job_programs', missing: 1, first: [{ key: { job_id: lost } }] },
    { table: 'job_results', surplus: 1, first: [{ key: { job_id: lost } }] },
  ])
  t.equal(differing.length, 3)
  t.same(Object.keys(differing[0]?.first[0]?.columns ?? {}).sort(), ['name', 'shots'])
})

t.test('an event that the tables refuse is put aside, and the build goes on', async (t) => {
  const { pool, build, positions } = await hub(t)
  const device = idOf('device', 'huge')
  const tooBig = { accepting: true, retired: false, concurrency: 2 ** 31, windows: [] }
  recorder.append(`deviceQueue-${device}`, {
    type: 'DeviceQueueConfigured',
    data: { deviceId: device, ...tooBig, at: '2026-01-01T00:00:00.000Z' },
  })
  await positions.reach(await writeJob(), 30_000)
  const generation = await build()
  const { rows } = await pool.query(`SELECT stream, error FROM g${generation}.quarantine`)
  t.match(rows, [{ stream: `deviceQueue-${device}`, error: /out of range/ }])
  t.match(await compareGenerations(pool, 1, generation), { equal: true })
})
