import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { noVault, tables } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { buildGeneration } from '../generations/build.ts'
import { beginGeneration } from '../generations/generations.ts'
import { movePointer } from '../generations/move-pointer.ts'
import { groups, type Group } from '../groups.ts'
import { endings } from '../jobs/integration.ts'
import { askQuarantine } from '../quarantine/ask.ts'
import type { Projection } from '../shared/projection.ts'
import { startProjector, type Projector } from './projector.ts'

t.setTimeout(120_000)
const server = await startTestPostgres({ migrated: false })
const log = await startTestEventStore()
t.teardown(async () => {
  await log.stop()
  await server.stop()
})

const recorder = createRecorder()
const asNew = ({ id, type, data, metadata }: RecordedEvent) => ({ id, type, data, metadata })
let written = 0
let end = 0n
/** Of the last event in the log that ends a job. */
let lastEnding = 0n
const write = async (): Promise<bigint> => {
  for (const event of recorder.events.slice(written)) {
    const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
    const result = await log.eventStore.append(event.stream, [asNew(event)], expected)
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
    end = result.position
    if (endings.includes(event.type)) lastEnding = end
    written += 1
  }
  return end
}

/** A job from its submission to its end, in the log. */
const writeJob = async (name: string) => {
  play(recorder, wholeJob, 'a', name)
  await write()
  const stream = `job-${idOf('job', name)}`
  const ended = recorder.events.find(
    (event) => event.stream === stream && endings.includes(event.type),
  )
  return { stream, id: ended?.id ?? 'none' }
}

/** One whose end has another's behind it, by which it is passed. */
const writePassed = async (name: string) => {
  const job = await writeJob(name)
  await writeJob(`behind ${name}`)
  return job
}

/** Rows of many streams in one, in their order: what was left out cannot be made up for. */
const shared: Projection = {
  name: 'shared',
  touches: () => [{ table: 'devices', key: { device_id: idOf('device', 'a') } }],
  apply: ({ type, position }, rows) => {
    const row = rows.get('devices', { device_id: idOf('device', 'a') })
    if (row === undefined) return []
    return [{ do: 'put', table: 'devices', row: { ...row, name: type, position } }]
  },
}

/** A hub in which the job rows of some streams fail, and whose bus can be away. */
const hub = async (t: Test, bad: Set<string>, more: readonly Projection[] = []) => {
  const postgresUrl = await server.emptyDatabase()
  await migrate(postgresUrl)
  const postgres = await connectPostgres(postgresUrl)
  const { pool } = postgres
  const [cache, memory] = [createMemoryCache(), createMemoryBus()]
  const net = { isAway: false, refused: 0 }
  const bus = {
    ...memory,
    publishDurable: (subject: string, id: string, message: unknown) => {
      if (!net.isAway) return memory.publishDurable(subject, id, message)
      net.refused += 1
      return Promise.reject(new Error('the bus is away'))
    },
  }
  const positions = followPositions({ bus, db: postgres.db })
  const failing = (projection: Projection): Projection => ({
    ...projection,
    apply: (event, known) => {
      if (bad.has(event.stream) && event.type === 'JobSubmitted') throw new Error('a fault')
      return projection.apply(event, known)
    },
  })
  const own: readonly Group[] = groups.map((group) =>
    group.name === 'jobs'
      ? { ...group, projections: [...group.projections, ...more].map(failing) }
      : group,
  )
  const started: Projector[] = []
  const start = (): Projector => {
    const projector = startProjector({
      ...{ eventStore: log.eventStore, postgres, postgresUrl, cache, bus, groups: own },
      ...{ vault: noVault, logger: pino({ level: 'silent' }), lookEveryMs: 50 },
    })
    started.push(projector)
    return projector
  }
  t.teardown(async () => {
    await Promise.all(started.map((projector) => projector.stop()))
    positions.close()
    await bus.close()
    await postgres.close()
  })
  const noted = async (): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ event_id: string }>(
      'SELECT event_id FROM integration_event_untold ORDER BY position',
    )
    return rows.map(({ event_id }) => event_id)
  }
  const told = (id: string) => memory.stored().filter((each) => each.id === id)
  return {
    ...{ pool, memory, net, positions, own, start, noted, told },
    /** When everything in the log has rows or waits, and others were told of all but what is noted. */
    settled: async (): Promise<void> => {
      await positions.reach(end, 30_000)
      await eventually(async () => {
        const { rows } = await pool.query<{ position: bigint }>(
          "SELECT position FROM projection_checkpoint WHERE name = 'integration-events'",
        )
        return (rows[0]?.position ?? -1n) >= lastEnding || undefined
      })
    },
    retry: async (stream: string) => {
      const wish = { groups: ['jobs'], by: 'olga', action: 'RETRY', stream } as const
      const [answer] = await askQuarantine(pool, wish)
      return answer?.outcome
    },
    /** It was told, under its own id, and is noted no more. */
    isTold: async (id: string): Promise<void> => {
      await eventually(() => told(id).length > 0 || undefined)
      await eventually(async () => !(await noted()).includes(id) || undefined)
    },
  }
}

t.test('the end of a job in quarantine is noted, and told when its stream is cured', async (t) => {
  const job = await writePassed('one')
  const bad = new Set([job.stream])
  const { start, settled, noted, told, retry, isTold } = await hub(t, bad)
  start()
  await settled()
  t.same(await noted(), [job.id])
  t.equal(await retry(job.stream), 'STILL_WAITING')
  t.same(await noted(), [job.id])
  t.same(told(job.id), [], 'nobody was told of a job without a row')
  bad.clear()
  t.equal(await retry(job.stream), 'DONE')
  await isTold(job.id)
  t.match(told(job.id), [{ subject: 'qhub.events.job.completed', message: { name: 'job one' } }])
})

t.test('with the bus away a stream is cured, the projector goes on, and tells later', async (t) => {
  const job = await writePassed('two')
  const bad = new Set([job.stream])
  const { start, settled, net, retry, noted, told, isTold, positions } = await hub(t, bad)
  const projector = start()
  await settled()
  net.isAway = true
  bad.clear()
  t.equal(await retry(job.stream), 'DONE')
  const next = await writeJob('three')
  await positions.reach(end, 30_000)
  await eventually(() => net.refused >= 2 || undefined)
  t.not(projector.status().state, 'STOPPED')
  t.same(await noted(), [job.id])
  net.isAway = false
  await isTold(job.id)
  await isTold(next.id)
  t.equal(told(job.id).length, 1)
})

t.test('a stop between the commit and the telling loses nothing', async (t) => {
  const job = await writePassed('four')
  const bad = new Set([job.stream])
  const { start, settled, net, retry, noted, told, isTold } = await hub(t, bad)
  const first = start()
  await settled()
  net.isAway = true
  bad.clear()
  t.equal(await retry(job.stream), 'DONE')
  await eventually(() => net.refused > 0 || undefined)
  await first.stop()
  t.same([await noted(), told(job.id)], [[job.id], []])
  net.isAway = false
  start()
  await isTold(job.id)
})

t.test('what needs a rebuild is told when the new generation is promoted', async (t) => {
  const job = await writePassed('five')
  const bad = new Set([job.stream])
  const { pool, own, start, settled, retry, noted, told, isTold } = await hub(t, bad, [shared])
  start()
  await settled()
  bad.clear()
  t.equal(await retry(job.stream), 'NEEDS_REBUILD')
  const { generation } = await beginGeneration(pool)
  const { signal } = new AbortController()
  const { eventStore } = log
  await buildGeneration({ eventStore, pool, vault: noVault, generation, signal, groups: own })
  t.same([await noted(), told(job.id)], [[job.id], []], 'not before readers see the row')
  await movePointer(pool, generation)
  await isTold(job.id)
})

t.test('rows that are made again tell what was not told, and nothing else', async (t) => {
  const job = await writePassed('six')
  const bad = new Set([job.stream])
  const { pool, memory, start, settled, noted, isTold } = await hub(t, bad)
  const first = start()
  await settled()
  t.same(await noted(), [job.id])
  await first.stop()
  await pool.query("DELETE FROM projection_checkpoint WHERE name <> 'integration-events'")
  await pool.query(`TRUNCATE ${tables.join(', ')}`)
  bad.clear()
  const heard: unknown[] = []
  memory.subscribe('qhub.events.>', (_, message) => heard.push(message))
  start()
  await isTold(job.id)
  const next = await writeJob('seven')
  await isTold(next.id)
  t.match(heard, [{ eventId: job.id }, { eventId: next.id }])
  t.equal(heard.length, 2)
})

t.test('what can never be told holds up nothing', async (t) => {
  const job = await writeJob('eight')
  const stray = recorder.append('job-x', { type: 'JobCompleted', data: {} })
  await writeJob('behind eight')
  const bad = new Set([job.stream])
  const { pool, start, settled, noted, retry, isTold } = await hub(t, bad)
  start()
  await settled()
  t.same(await noted(), [job.id, stray.id], 'a stream that is no job by its name has no row')
  const gone = Array.from({ length: 600 }, () => randomUUID())
  await pool.query(
    `INSERT INTO integration_event_untold (event_id, stream, revision, position)
     SELECT id, $2, 0, 0 - 1 + n FROM unnest($1::text[]) WITH ORDINALITY AS gone (id, n)`,
    [gone, `job-${idOf('job', 'one')}`],
  )
  await pool.query(
    'UPDATE integration_event_untold SET position = 10000000000 WHERE event_id = $1',
    [job.id],
  )
  bad.clear()
  t.equal(await retry(job.stream), 'DONE')
  await isTold(job.id)
  t.equal((await noted()).length, 601, 'more than a page that the log does not hold, and the stray')
})
