import { pino } from 'pino'
import t from 'tap'
import { createMemoryBus } from '../../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../../platform/cache/memory-cache.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { readLag } from '../../../projections/generations/lag.ts'
import type { ProjectorStatus } from '../../../projections/runner/status.ts'
import { collectGauges } from '../../../test/read-models/gauges.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { noVault } from '../../../test/read-models/rows.ts'
import { play, wholeJob } from '../../../test/read-models/steps.ts'
import { startTestEventStore } from '../../../test/servers/event-store.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'
import type { HubTables } from '../connections.ts'
import { projectorGauges } from './projector-gauges.ts'
import { startProjectorRole } from './projector.ts'

t.setTimeout(60_000)
const server = await startTestPostgres()
const log = await startTestEventStore()
const postgres = await connectPostgres<HubTables>(server.url)
const gauges = collectGauges()
t.teardown(async () => {
  await gauges.stop()
  await postgres.close()
  await log.stop()
  await server.stop()
})
const { eventStore } = log
const logger = pino({ level: 'silent' })

const recorder = createRecorder()
/** A whole job more in the log; how many events that is. */
const writeJob = async (name: string): Promise<number> => {
  const before = recorder.events.length
  play(recorder, wholeJob, 'a', name)
  const more = recorder.events.slice(before)
  for (const { stream, revision, id, type, data, metadata } of more) {
    const expected = revision === 0n ? 'no-stream' : revision - 1n
    const { kind } = await eventStore.append(stream, [{ id, type, data, metadata }], expected)
    if (kind !== 'appended') throw new Error(`not appended: ${kind}`)
  }
  return more.length
}

t.test('a running projector is measured, and so is what it leaves behind', async (t) => {
  const written = await writeJob('one')
  const behind = await readLag(postgres.pool, eventStore)
  t.match(behind, { events: written, exact: true })
  t.ok(behind.seconds >= 0)

  const cache = createMemoryCache()
  const bus = createMemoryBus()
  const parts = { eventStore, postgres, postgresUrl: server.url, cache, bus, vault: noVault }
  const role = startProjectorRole(parts, logger)
  await eventually(async () => {
    const told = await role.details['projector']?.()
    const lag = await readLag(postgres.pool, eventStore)
    const isThere =
      typeof told === 'object' && told !== null && 'state' in told && told.state === 'LIVE'
    return (isThere && lag.events === 0) || undefined
  })
  t.match(await role.details['projector']?.(), {
    state: 'LIVE',
    generation: 1,
    position: /^[1-9]\d*$/,
    quarantinedStreams: 0,
    cacheHealthy: Boolean,
  })
  t.match(await role.details['readModelLag']?.(), { events: 0, exact: true, seconds: 0 })
  const own = ['state', 'quarantined', 'cache', 'position']
  const names = [...own, 'lag', 'lag.seconds', 'lag.unknown', 'head']
  const measured = await gauges.collect()
  const gauged = Object.keys(measured).filter((name) => !/processed|batch/.test(name))
  t.strictSame(gauged.sort(), names.map((name) => `qh.projection.${name}`).sort())
  t.match(measured, {
    'qh.projection.state': 0,
    'qh.projection.quarantined': 0,
    'qh.projection.lag': 0,
    'qh.projection.lag.seconds': 0,
    'qh.projection.lag.unknown': 0,
  })

  await role.stop()
  await bus.close()
  const left = await writeJob('two')
  const later = () => new Date(Date.now() + 60_000)
  const lag = await readLag(postgres.pool, eventStore, later)
  t.match(lag, { events: left, exact: true }, 'counted in the log, which nobody reads any more')
  t.ok(lag.seconds > 30 && lag.seconds < 3_600, 'the age of the oldest that is left')
})

t.test('gauges tell what is wrong, and a log that is away hides nothing else', async (t) => {
  const told: unknown[] = []
  const status: ProjectorStatus = {
    state: 'RETRYING',
    generation: 2,
    groups: [],
    position: 7n,
    lag: { events: 0, ms: 0 },
    quarantinedStreams: 3,
    cacheHealthy: false,
  }
  let away = false
  let asked = 0
  const forget = projectorGauges({
    status: () => status,
    lag: () => {
      asked += 1
      return away
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ events: 12_000, exact: false, seconds: 4.5 })
    },
    head: () => Promise.resolve(9n),
    onTrouble: (error) => told.push(error),
  })
  t.equal(asked, 0, 'nobody looked yet')
  const wrong = {
    'qh.projection.state': 3,
    'qh.projection.quarantined': 3,
    'qh.projection.cache': 0,
    'qh.projection.position': 7,
  }
  const lag = {
    'qh.projection.lag': 12_000,
    'qh.projection.lag.seconds': 4.5,
    'qh.projection.head': 9,
  }
  t.same(await gauges.collect(), { ...wrong, ...lag, 'qh.projection.lag.unknown': 0 })
  away = true
  t.same(await gauges.collect(), { ...wrong, ...lag, 'qh.projection.lag.unknown': 1 })
  t.match(told, [{ message: 'away' }])
  forget()
  const before = asked
  await gauges.collect()
  t.equal(asked, before, 'a projector that is gone is measured no more')
})
