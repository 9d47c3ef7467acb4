import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, noVault } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { buildGeneration, type BuildOptions } from '../generations/build.ts'
import { compareGenerations } from '../generations/compare.ts'
import { ours } from '../generations/events-left.ts'
import { GenerationRefused, listGenerations } from '../generations/generations.ts'
import { groups } from '../groups.ts'
import { driveReplay } from './drive.ts'
import { giveUpReplay, openReplay, listReplays, progressOf } from './replay.ts'
import { wishBounds, wishCancel, wishPause, wishResume, wishStart } from './wishes.ts'

t.setTimeout(60_000)
const server = await startTestPostgres({ migrated: false })
const log = await startTestEventStore()
t.teardown(async () => {
  await log.stop()
  await server.stop()
})

const recorder = createRecorder()
for (let n = 0; n < 12; n += 1) play(recorder, wholeJob, 'a', `job ${n}`)
for (const { stream, revision, id, type, data, metadata } of recorder.events) {
  const expected = revision === 0n ? 'no-stream' : revision - 1n
  await log.eventStore.append(stream, [{ id, type, data, metadata }], expected)
}
const by = 'olga'

/** A database whose first generation is live, and as far as the log. */
const live = async (t: Test) => {
  const url = await server.emptyDatabase()
  await migrate(url)
  const { pool, close } = await connectPostgres(url)
  t.teardown(close)
  const applier = await applierOn(pool)
  const all = await log.eventStore.readAll({
    maxCount: 10_000,
    filter: ours,
  })
  await applier.apply(all)
  const parts = { eventStore: log.eventStore, pool, vault: noVault, builder: 'test', maxEvents: 40 }
  const drive = (signal = new AbortController().signal) =>
    driveReplay({ ...parts, lookEveryMs: 20 }, signal)
  const build = (pass?: BuildOptions['pass']) =>
    buildGeneration({
      ...{ eventStore: log.eventStore, pool, vault: noVault, generation: 2, groups: [] },
      ...{ copied: groups, stream: { name: `job-${idOf('job', 'job 1')}`, groups } },
      signal: new AbortController().signal,
      ...(pass === undefined ? {} : { pass }),
    })
  return { pool, drive, build }
}

t.test('what is wished is done, and told', async (t) => {
  const { pool, drive } = await live(t)
  t.equal(await drive(), 'NOTHING')
  t.equal(await wishStart(pool, { by }), 2)
  t.equal(await wishStart(pool, { by }), 2, 'one at a time')
  t.equal(await drive(), 'DONE')
  t.match(await compareGenerations(pool, 1, 2), { equal: true })
  const [told] = await listReplays(pool)
  t.match(told, { phase: 'DONE', groups: null, builder: 'test', eventsLeft: 0n, error: null })
  t.equal(told?.events, BigInt(recorder.events.length))
  t.equal(await openReplay(pool), undefined)
  await t.rejects(wishStart(pool, { by }), GenerationRefused, 'one beside the live one is enough')
  await t.rejects(wishPause(pool, { by }), GenerationRefused)
})

t.test('an action is done once, however often it is asked for', async (t) => {
  const { pool, drive } = await live(t)
  const [started, paused] = [randomUUID(), randomUUID()]
  t.equal(await wishStart(pool, { by, actionId: started }), 2)
  t.equal(await wishPause(pool, { by, actionId: paused }), 2)
  t.equal(await wishStart(pool, { by, actionId: started }), 2)
  t.match(await openReplay(pool), { wish: 'PAUSE' }, 'what was wished since then stands')
  t.equal(await wishResume(pool, { by, actionId: randomUUID() }), 2)
  t.equal(await wishPause(pool, { by, actionId: paused }), 2)
  t.equal(await drive(), 'DONE')
  t.equal(await wishStart(pool, { by, actionId: started }), 2, 'also when the build has ended')
  t.equal(await wishPause(pool, { by, actionId: paused }), 2)
  await t.rejects(wishStart(pool, { by, actionId: randomUUID() }), GenerationRefused)
  t.equal((await listReplays(pool)).length, 1)
})

t.test('of one stream the rows alone are built, and others are as they were', async (t) => {
  const { pool, drive } = await live(t)
  const [one, other] = [idOf('job', 'job 1'), idOf('job', 'job 2')]
  await pool.query("UPDATE jobs SET name = 'spoilt' WHERE job_id = ANY($1)", [[one, other]])
  await wishStart(pool, { by, stream: `job-${one}` })
  await t.rejects(
    wishStart(pool, { by }),
    /is being built of the rows of job-.* in all read models/,
  )
  t.equal(await drive(), 'DONE')
  const { tables } = await compareGenerations(pool, 1, 2)
  t.same(
    tables.flatMap(({ table, first }) => first.map(({ key }) => [table, key['job_id']])),
    [['jobs', one]],
  )
  t.equal((await listReplays(pool))[0]?.stream, `job-${one}`)
})

t.test('paused, resumed and killed, it goes on where it was', async (t) => {
  const { pool, drive } = await live(t)
  await wishStart(pool, { by, eventsPerSecond: 60, lagSeconds: null })
  const first = drive()
  await eventually(async () => ((await openReplay(pool))?.resting === 'PACE' ? true : undefined))
  await wishPause(pool, { by })
  t.equal(await first, 'PAUSED')
  t.equal(await drive(), 'PAUSED', 'also for who comes later')
  const paused = await openReplay(pool)
  t.equal(paused?.wish, 'PAUSE')

  await wishResume(pool, { by })
  const dying = new AbortController()
  const second = drive(dying.signal)
  await eventually(async () => {
    const [, built] = await listGenerations(pool)
    return (built?.events ?? 0n) > 0n || undefined
  })
  dying.abort()
  await t.rejects(second)
  const [, left] = await listGenerations(pool)
  t.equal(left?.state, 'BUILDING')

  await wishBounds(pool, { by }, { eventsPerSecond: null })
  t.match(await openReplay(pool), { wish: 'RUN', eventsPerSecond: null, lagSeconds: null })
  t.equal(await drive(), 'DONE')
  const [told] = await listReplays(pool)
  t.equal(told?.events, BigInt(recorder.events.length), 'no event is counted twice')
  t.same(await dump(pool, 2), await dump(pool, 1))
})

t.test('a cancelled one leaves nothing behind', async (t) => {
  const { pool, drive } = await live(t)
  await wishStart(pool, { by, eventsPerSecond: 100 })
  const driven = drive()
  await eventually(async () => ((await openReplay(pool))?.resting === 'PACE' ? true : undefined))
  await wishCancel(pool, { by })
  t.equal(await driven, 'CANCELLED')
  t.match(await listGenerations(pool), [{ live: true }, { generation: 2, state: 'DROPPED' }])
  const { rows } = await pool.query("SELECT FROM pg_namespace WHERE nspname = 'g2'")
  t.equal(rows.length, 0)
  t.equal(await wishStart(pool, { by }), 3)
})

t.test('given up at the last moment, it is not followed', async (t) => {
  const { pool, drive, build } = await live(t)
  await wishStart(pool, { by })
  await wishCancel(pool, { by })
  // As one ends that had looked before.
  t.equal(await build(), false)
  t.match(await openReplay(pool), { generation: 2, wish: 'CANCEL' })
  await t.rejects(wishStart(pool, { by }), /generation 2 is being given up/)
  await giveUpReplay(pool, 2, 'it failed as well')
  t.match(await openReplay(pool), { wish: 'CANCEL', error: null })
  t.equal(await drive(), 'CANCELLED')
})

t.test('who rests holds no transaction open', async (t) => {
  const { pool, build } = await live(t)
  await wishStart(pool, { by })
  const open: unknown[] = []
  let passes = 0
  const look = async (): Promise<void> => {
    passes += 1
    const { rows } = await pool.query<{ query: string }>(
      `SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()`,
    )
    open.push(...rows)
  }
  t.equal(await build(look), true)
  t.ok(passes > 0, 'it was asked whether to rest')
  t.strictSame(open, [])
  passes = 0
  await build(look)
  t.equal(passes, 0, 'nobody rests before a copy that is there')
})

t.test('some groups are built from the log, the others taken over as they are', async (t) => {
  const { pool, drive } = await live(t)
  await pool.query("UPDATE jobs SET name = 'spoilt'")
  await pool.query('UPDATE wallets SET organisation = gen_random_uuid()')
  await t.rejects(wishStart(pool, { by, groups: ['jobz'] }), GenerationRefused)
  await wishStart(pool, { by, groups: ['jobs'] })
  await t.rejects(wishStart(pool, { by }), /is being built of jobs: cancel it first/)
  t.equal(await drive(), 'DONE')
  const { tables } = await compareGenerations(pool, 1, 2)
  const differing = tables.filter(({ equal }) => !equal)
  t.same(
    differing.map(({ table, changed }) => [table, changed]),
    [['jobs', 12]],
    'what was not asked for is as it was',
  )
  const { rows } = await pool.query(
    'SELECT count(*)::int AS lanes, count(DISTINCT position)::int AS places FROM projection_checkpoint WHERE generation = 2',
  )
  t.same(rows, [{ lanes: groups.length, places: 1 }])
})

t.test('it rests while the live rows are behind', async (t) => {
  const { pool, drive } = await live(t)
  // As a projector leaves them that does not come along.
  await pool.query(
    "UPDATE projection_checkpoint SET position = $1 WHERE name = 'read-model@1/jobs'",
    [(await log.eventStore.readAll({ maxCount: 1, filter: ours }))[0]?.position],
  )
  await wishStart(pool, { by, eventsPerSecond: 200, lagSeconds: 0.001 })
  const driven = drive()
  await eventually(async () =>
    (await openReplay(pool))?.resting === 'LIVE_LAG' ? true : undefined,
  )
  const standing = await openReplay(pool)
  t.ok(standing !== undefined && (progressOf(standing) ?? 0) < 1)
  await pool.query(`UPDATE projection_checkpoint SET position = (SELECT max(position) FROM projection_checkpoint)
    WHERE name = 'read-model@1/jobs'`)
  t.equal(await driven, 'DONE')
})
