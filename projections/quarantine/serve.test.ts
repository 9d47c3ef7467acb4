import { pino } from 'pino'
import t, { type Test } from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { hotKeys, parseHotDeviceQueue } from '../../platform/positions/hot-keys.ts'
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
import { eventsLeft } from '../generations/events-left.ts'
import { groups, type Group } from '../groups.ts'
import { startProjector } from '../runner/projector.ts'
import { askQuarantine, listQuarantine } from './ask.ts'

t.setTimeout(90_000)
const server = await startTestPostgres({ migrated: false })
const log = await startTestEventStore()
t.teardown(async () => {
  await log.stop()
  await server.stop()
})

const recorder = createRecorder()
play(recorder, wholeJob)
const asNew = ({ id, type, data, metadata }: RecordedEvent) => ({ id, type, data, metadata })
let end = 0n
for (const event of recorder.events) {
  const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
  const result = await log.eventStore.append(event.stream, [asNew(event)], expected)
  if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
  end = result.position
}

/** A hub whose job rows and queues fail at these types, until they are mended. */
const hub = async (t: Test, bad: Set<string>) => {
  const postgresUrl = await server.emptyDatabase()
  await migrate(postgresUrl)
  const postgres = await connectPostgres(postgresUrl)
  const [cache, bus] = [createMemoryCache(), createMemoryBus()]
  const positions = followPositions({ bus, db: postgres.db })
  const own: readonly Group[] = groups.map((group) =>
    group.name !== 'jobs'
      ? group
      : {
          ...group,
          projections: group.projections.map((projection) => ({
            ...projection,
            apply: (event, known) => {
              if (bad.has(event.type)) throw new Error('a fault in the code')
              return projection.apply(event, known)
            },
          })),
        },
  )
  const projector = startProjector({
    ...{ eventStore: log.eventStore, postgres, postgresUrl, cache, bus, groups: own },
    vault: noVault,
    logger: pino({ level: 'silent' }),
    lookEveryMs: 50,
  })
  t.teardown(async () => {
    await projector.stop()
    positions.close()
    await bus.close()
    await postgres.close()
  })
  await positions.reach(end, 30_000)
  return { pool: postgres.pool, cache, bus, projector }
}

const wish = { groups: ['jobs'], by: 'olga' }
const job = `job-${idOf('job', '1')}`
const queue = `deviceQueue-${idOf('device', 'a')}`

t.test(
  'what waits is tried again when an operator asks: rows, keys, integration events',
  async (t) => {
    const bad = new Set(['JobSubmitted', 'JobEnqueued'])
    const { pool, cache, bus } = await hub(t, bad)
    t.match(await listQuarantine(pool), [
      { stream: job, group_name: 'jobs', event_type: 'JobSubmitted' },
      { stream: queue, group_name: 'jobs', event_type: 'JobEnqueued' },
    ])
    const [still] = await askQuarantine(pool, { ...wish, stream: job, action: 'RETRY' })
    t.match(still, { outcome: 'STILL_WAITING', detail: /JobSubmitted at revision 0.*a fault/ })
    t.same(bus.stored(), [], 'nobody was told of a job without a row')

    bad.clear()
    const [done] = await askQuarantine(pool, { ...wish, stream: job, action: 'RETRY' })
    const waited = recorder.events.filter(({ stream }) => stream === job).length
    t.match(done, { group: 'jobs', outcome: 'DONE', detail: `${waited} events applied` })
    const [told] = await eventually(() => (bus.stored().length > 0 ? bus.stored() : undefined))
    t.match(told, { subject: 'qhub.events.job.completed' })

    await askQuarantine(pool, { ...wish, stream: queue, action: 'RETRY' })
    t.same(await listQuarantine(pool), [])
    const keys = hotKeys(1)
    const depth = parseHotDeviceQueue(await cache.get(keys.deviceQueue(idOf('device', 'a'))))
    t.match(depth, { waiting: 0, running: 0 })
    t.equal(await cache.get(keys.position), end.toString(), 'the keys are where the rows are')

    const clean = await hub(t, new Set())
    t.same(await dump(pool), await dump(clean.pool), 'as if it had never waited')
    const [none] = await askQuarantine(pool, { ...wish, stream: job, action: 'RETRY' })
    t.match(none, { outcome: 'FAILED', detail: /does not wait/ })
  },
)

t.test('an event is left out when an operator says why', async (t) => {
  const { pool, projector } = await hub(t, new Set(['JobPhaseChanged']))
  const skip = { ...wish, stream: job, action: 'SKIP', reason: 'phases do not matter' } as const
  for (let more = true; more; ) {
    const [answer] = await askQuarantine(pool, skip)
    t.ok(answer?.outcome === 'DONE' || answer?.outcome === 'STILL_WAITING', answer?.detail ?? '')
    more = answer?.outcome === 'STILL_WAITING'
  }
  t.same(await listQuarantine(pool), [])
  t.equal(projector.status().quarantinedStreams, 0)
  const { rows } = await pool.query(
    'SELECT event_type, reason, skipped_by FROM projection_skip ORDER BY revision',
  )
  const phases = recorder.events.filter(({ type }) => type === 'JobPhaseChanged')
  t.equal(rows.length, phases.length)
  t.match(rows[0], {
    event_type: 'JobPhaseChanged',
    reason: 'phases do not matter',
    skipped_by: 'olga',
  })
})

t.test(
  'what is left of the log is counted where it is little, and reckoned where it is much',
  async (t) => {
    const some = recorder.events.length
    t.same(await eventsLeft(log.eventStore, 0n, 0n), { events: some, exact: true })
    t.same(await eventsLeft(log.eventStore, end, BigInt(some)), { events: 0, exact: true })
    const page = Array.from({ length: 1_000 }, (_, index) => ({
      ...recorder.events[0],
      position: 50_000n + BigInt(index + 1) * 50n,
    })) as RecordedEvent[]
    const large = { readAll: () => Promise.resolve(page), head: () => Promise.resolve(1_000_000n) }
    const left = await eventsLeft(large, 50_000n, 1_000n)
    t.same(left, { events: 1_000 + 18_000, exact: false }, 'as dense as what was read')
  },
)
