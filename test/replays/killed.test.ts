import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import { listGenerations } from '../../projections/generations/generations.ts'
import { movePointer } from '../../projections/generations/move-pointer.ts'
import { promoteGeneration } from '../../projections/generations/promote.ts'
import { ours } from '../../projections/generations/events-left.ts'
import { driveReplay } from '../../projections/replays/drive.ts'
import { openReplay } from '../../projections/replays/replay.ts'
import { wishStart } from '../../projections/replays/wishes.ts'
import { createRecorder } from '../read-models/recorder.ts'
import { applierOn, dump, noVault } from '../read-models/rows.ts'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { startTestPostgres } from '../servers/postgres.ts'

t.setTimeout(120_000)
const log = await startTestEventStore()
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await Promise.all([log.stop(), server.stop()])
})

const recorder = createRecorder()
for (let n = 0; n < 12; n += 1) play(recorder, wholeJob, 'a', `job ${n}`)
for (const { stream, revision, id, type, data, metadata } of recorder.events) {
  const expected = revision === 0n ? 'no-stream' : revision - 1n
  await log.eventStore.append(stream, [{ id, type, data, metadata }], expected)
}
const applier = await applierOn(pool)
await applier.apply(await log.eventStore.readAll({ maxCount: 10_000, filter: ours }))
const sound = await dump(pool)
const spoilt = [idOf('job', 'job 1'), idOf('job', 'job 2')]
await pool.query("UPDATE jobs SET name = 'spoilt' WHERE job_id = ANY($1)", [spoilt])
const wrong = await dump(pool)

const program = fileURLToPath(new URL('doomed.ts', import.meta.url))
/** Somebody who is killed in the middle of it. */
const killed = async (what: string, text: string, nth = 1): Promise<void> => {
  const args = [
    '--import=tsx',
    program,
    log.connectionString,
    server.url,
    what,
    text,
    nth.toString(),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  // What the event says: the code, or the signal.
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (signal !== 'SIGKILL') throw new Error(`${what} got past ${text}`)
}

const standing = async () =>
  (await listGenerations(pool)).map(({ generation, state, live }) => [generation, state, live])
const build = () =>
  driveReplay(
    { eventStore: log.eventStore, pool, vault: noVault, builder: 'test', maxEvents: 40 },
    new AbortController().signal,
  )

t.test('killed while it reads, makes indexes, and is about to end, it goes on', async (t) => {
  await wishStart(pool, { by: 'olga' })
  const building = [
    [1, 'FOLLOWING', true],
    [2, 'BUILDING', false],
  ]
  await killed('build', '^COPY .*event_log', 2)
  const { rows: some } = await pool.query('SELECT FROM g2.event_log')
  t.ok(some.length > 0 && some.length < recorder.events.length, `${some.length} events were in`)
  for (const text of ['^CREATE INDEX', "state = 'FOLLOWING', followed_at"]) {
    await killed('build', text)
    t.same(await standing(), building, text)
  }
  t.equal(await build(), 'DONE')
  t.same(await dump(pool, 2), sound, 'every row once')
  t.same(await dump(pool, 1), wrong, 'and nobody was at the live ones')
})

t.test(
  'killed while it compares and promotes, readers are at the one or at the other',
  async (t) => {
    for (const text of ['hashtextextended', 'SET left_at = CASE']) {
      await killed('promote', text)
      t.match(await standing(), [
        [1, 'FOLLOWING', true],
        [2, 'FOLLOWING', false],
      ])
    }
    await killed('promote', 'the end')
    const gone = [
      [1, 'FOLLOWING', false],
      [2, 'FOLLOWING', true],
    ]
    t.same(await standing(), gone, 'once it is committed, it is so')
    await killed('rollback', 'SET left_at = CASE')
    t.same(await standing(), gone)
    await movePointer(pool, 1)
    await movePointer(pool, 2)
    t.same(await standing(), gone)
  },
)

t.test('killed while it drops, what is left is dropped by who asks again', async (t) => {
  await killed('drop', 'DROP SCHEMA|TRUNCATE')
  t.match(await standing(), [[1, 'DROPPED'], [2]])
  await dropGeneration(pool, createMemoryCache(), 1, 0)
  t.equal((await dump(pool, 1))['jobs']?.length, 0)
  await t.rejects(dropGeneration(pool, createMemoryCache(), 2, 0), /generation 2 is live/)
})

t.test('killed while it copies, and while it builds one stream in the copy', async (t) => {
  await pool.query("UPDATE g2.jobs SET name = 'spoilt' WHERE job_id = ANY($1)", [spoilt])
  await wishStart(pool, { by: 'olga', stream: `job-${spoilt[0] ?? ''}` })
  for (const text of ['INSERT INTO g3.wallets', 'SAVEPOINT before_page']) {
    await killed('build', text, 1)
    t.match(await standing(), [[1], [2, 'FOLLOWING', true], [3, 'BUILDING', false]])
    const { rows } = await pool.query('SELECT FROM g3.jobs')
    t.equal(rows.length, 0, 'all of the copy is there, or none of it')
  }
  t.equal(await build(), 'DONE')
  const { tables, hash } = await compareGenerations(pool, 2, 3)
  t.same(
    tables.flatMap(({ table, first }) => first.map(({ key }) => [table, key['job_id']])),
    [['jobs', spoilt[0]]],
  )
  await promoteGeneration(pool, 3, hash)
  t.equal(await openReplay(pool), undefined)
})
