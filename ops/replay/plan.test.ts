import t from 'tap'
import { planLines } from '../cli/replay/plan.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { ours } from '../../projections/generations/events-left.ts'
import { groups } from '../../projections/groups.ts'
import { wishStart } from '../../projections/replays/wishes.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, noVault } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { planReplay } from './plan.ts'

t.setTimeout(60_000)
const log = await startTestEventStore()
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await Promise.all([log.stop(), server.stop()])
})

t.test('a plan tells what it takes and writes nothing', async (t) => {
  const recorder = createRecorder()
  for (let n = 0; n < 5; n += 1) play(recorder, wholeJob, 'a', `job ${n}`)
  for (const { stream, revision, id, type, data, metadata } of recorder.events) {
    const expected = revision === 0n ? 'no-stream' : revision - 1n
    await log.eventStore.append(stream, [{ id, type, data, metadata }], expected)
  }
  const { eventStore } = log
  const applier = await applierOn(pool)
  await applier.apply(await eventStore.readAll({ maxCount: 10_000, filter: ours }))
  const before = await dump(pool, 1)

  const parts = { pool, eventStore, vault: noVault }
  const plan = await planReplay(parts)
  const count = recorder.events.length
  t.match(plan, { events: count, exact: true, obstacle: null, sample: { events: count } })
  t.ok(plan.bytes > 100 * count && plan.disk.built > 0 && plan.seconds.atLeast > 0)
  t.equal(plan.groups.built.length, groups.length)
  t.match(
    plan.suppressed.find(({ effect }) => effect.startsWith('integration events')),
    { events: 5 },
  )
  const name = `job-${idOf('job', 'job 1')}`
  const ofStream = await planReplay(parts, undefined, name)
  const own = recorder.events.filter(({ stream }) => stream === name)
  t.match(ofStream, { events: own.length, exact: true, groups: { built: [] } })
  t.ok(ofStream.affected.tables.includes('jobs') && !ofStream.affected.tables.includes('wallets'))
  t.match(planLines(ofStream).join('\n'), /left +as they are.*event_minutes, event_types/)
  await t.rejects(planReplay(parts, undefined, 'job-none'), /there is no stream job-none/)
  await t.rejects(planReplay(parts, ['ledger'], name), /writes no rows of ledger/)
  t.same(await dump(pool, 1), before)
  const { rows } = await pool.query('SELECT FROM read_model_generation WHERE generation > 1')
  t.equal(rows.length, 0)
  t.match(planLines(plan).join('\n'), new RegExp(`read +${count} events`))

  await wishStart(pool, { by: 'olga' })
  const some = await planReplay(parts, ['jobs'])
  t.match(some, { obstacle: 'generation 2 is being built', groups: { built: ['jobs'] } })
  t.ok(some.disk.copied > 0)
  t.match(planLines(some).join('\n'), /not now +generation 2 is being built/)
})
