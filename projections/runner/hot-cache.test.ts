import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectRedisCache } from '../../platform/cache/redis-cache.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { hotKeys, parseHotDeviceQueue, parseHotJob } from '../../platform/positions/hot-keys.ts'
import { readReached } from '../../platform/positions/read-model.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, noVault, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { startRedis } from '../../test/servers/redis.ts'
import type { Applied } from './applier.ts'
import { hotWrites, repairHotCache } from './hot-cache.ts'
import { startHotWriter } from './hot-writer.ts'
import { startProjector } from './projector.ts'

const server = await startTestPostgres()
const redis = await startRedis()
const { pool, close } = await connectPostgres(server.url)
const redisCache = await connectRedisCache(redis.url, { prefix: redis.prefix })
t.teardown(async () => {
  await redisCache.close()
  await redis.stop()
  await close()
  await server.stop()
})

const keys = hotKeys(1)

/** Jobs that have begun now: a recorder writes of a time long ago, whose keys would have run out. */
const recently = 'UPDATE jobs SET updated_at = now()'

const recorder = createRecorder()
play(recorder, [...wholeJob.slice(0, 9)], 'a', '1')
const half = recorder.events.length
play(recorder, [...wholeJob.slice(9)], 'a', '1')
play(recorder, [...wholeJob.slice(4, 9)], 'a', '2')
const { events } = recorder
const middle = events[half - 1]?.position ?? 0n
const end = events.at(-1)?.position ?? 0n

const ofJobs = (commits: readonly Applied[]) =>
  commits.flatMap(({ lanes }) => lanes.filter(({ lane }) => lane.group.name === 'jobs'))

/** The keys say what the rows say. */
const agrees = async (cache: Cache, position: bigint): Promise<boolean> => {
  const jobs = await select(pool, 'jobs', 'job_id')
  for (const { job_id, status, billing, revision } of jobs) {
    const hot = parseHotJob(await cache.get(keys.job(String(job_id))))
    if (hot?.status !== status || hot?.billing !== billing) return false
    if (hot?.revision !== String(revision)) return false
  }
  for (const { device_id, waiting, running } of await select(pool, 'device_queue_depth', '1')) {
    const hot = parseHotDeviceQueue(await cache.get(keys.deviceQueue(String(device_id))))
    if (hot?.waiting !== waiting || hot?.running !== running) return false
  }
  return jobs.length > 0 && (await cache.get(keys.position)) === position.toString()
}

const caches: Readonly<Record<string, () => Cache>> = {
  memory: () => createMemoryCache(),
  redis: () => redisCache,
}

for (const [name, open] of Object.entries(caches)) {
  t.test(`hot keys in ${name}`, async (t) => {
    const cache = open()
    await emptyRows(pool)
    const applier = await applierOn(pool)
    for (const { changes, position } of ofJobs(await applier.apply(events.slice(0, half))))
      await cache.write(hotWrites(1, changes, position))
    t.ok(await agrees(cache, middle), 'written with the commit')

    await applier.apply(events)
    await pool.query(recently)
    t.notOk(await agrees(cache, end), 'a commit whose keys were not written')
    await repairHotCache(pool, cache, 1, end)
    t.ok(await agrees(cache, end), 'repaired from where the cache was')

    await cache.delete(keys.position)
    await cache.delete(keys.job(idOf('job', '1')))
    await cache.set(keys.job(idOf('job', '2')), '{"status":"SUBMITTED"}')
    await repairHotCache(pool, cache, 1, end)
    t.ok(await agrees(cache, end), 'repaired when it has forgotten')

    await cache.set(keys.position, (end + 1_000n).toString())
    await cache.set(keys.job(idOf('job', '1')), '{"status":"FROM_THE_FUTURE"}')
    await repairHotCache(pool, cache, 1, end)
    t.ok(await agrees(cache, end), 'repaired when it is ahead of rows that were restored')

    await cache.set(keys.job(idOf('job', '1')), '{"status":"UNTOUCHED"}')
    await repairHotCache(pool, cache, 1, end)
    t.notOk(await agrees(cache, end), 'one that is where the rows are is left alone')
  })
}

t.test('keys of jobs that are long over are not brought back', async (t) => {
  await emptyRows(pool)
  await (await applierOn(pool)).apply(events)
  const cache = createMemoryCache()
  await repairHotCache(pool, cache, 1, end)
  t.equal(await cache.get(keys.job(idOf('job', '1'))), undefined)
  t.match(parseHotJob(await cache.get(keys.job(idOf('job', '2')))), { status: 'QUEUED' })
})

t.test('a cache that is away for a while', async (t) => {
  await emptyRows(pool)
  const applier = await applierOn(pool)
  const cache = createMemoryCache()
  let isAway = false
  const moody: Cache = {
    ...cache,
    write: (writes) => (isAway ? Promise.reject(new Error('away')) : cache.write(writes)),
  }
  const troubles: unknown[] = []
  const stopping = new AbortController()
  const writer = startHotWriter({
    pool,
    cache: moody,
    generation: 1,
    reached: applier.position,
    signal: stopping.signal,
    onTrouble: (error) => troubles.push(error),
  })
  const commit = async (upTo: number) => {
    const applied = await applier.apply(events.slice(0, upTo))
    for (const { changes, position } of ofJobs(applied)) await writer.write(changes, position)
  }
  await writer.settled()
  await commit(half)
  t.ok(await agrees(cache, middle))
  isAway = true
  await commit(half + 3)
  t.equal(writer.isHealthy(), false)
  await commit(events.length)
  await eventually(() => troubles.length > 1 || undefined)
  await pool.query(recently)
  isAway = false
  await writer.settled()
  t.equal(writer.isHealthy(), true)
  t.ok(await agrees(cache, end))
  stopping.abort()
})

t.test('kill -9 between the commit and the cache', async (t) => {
  await emptyRows(pool)
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-event-store-'))
  const store = await startEventStore({ dataDir, port: 0 })
  const eventStore = connectEventStore(store.connectionString)
  const prefix = `${redis.prefix}-doomed`
  const cache = await connectRedisCache(redis.url, { prefix })
  const postgres = await connectPostgres(server.url)
  t.teardown(async () => {
    await cache.close()
    await postgres.close()
    await eventStore.close()
    await store.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const write = async (some: readonly RecordedEvent[]): Promise<bigint> => {
    for (const { id, type, data, metadata, stream, revision } of some) {
      const expected = revision === 0n ? 'no-stream' : revision - 1n
      await eventStore.append(stream, [{ id, type, data, metadata }], expected)
    }
    return eventStore.head()
  }
  /** Projects until all is applied and the keys are whole. */
  const run = async (until: bigint): Promise<void> => {
    const projector = startProjector({
      eventStore,
      postgres,
      postgresUrl: server.url,
      cache,
      bus: createMemoryBus(),
      vault: noVault,
      logger: pino({ level: 'silent' }),
    })
    await eventually(() => {
      const { state, cacheHealthy, position } = projector.status()
      return (state === 'LIVE' && cacheHealthy && position === until) || undefined
    })
    await projector.stop()
  }

  const first = await write(events.slice(0, half))
  await run(first)
  t.ok(await agrees(cache, first))

  const head = await write(events.slice(half))
  const doomed = fileURLToPath(
    new URL('../../test/read-models/doomed-projector.ts', import.meta.url),
  )
  const args = ['--import=tsx', doomed, store.connectionString, server.url, redis.url, prefix]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [, signal]: unknown[] = await once(child, 'exit')
  t.equal(signal, 'SIGKILL')
  const { position } = await readReached(postgres.db)
  t.ok(position > first, 'it had committed')
  t.equal(await cache.get(keys.position), first.toString(), 'the cache knows nothing of it')

  await run(head)
  t.ok(await agrees(cache, head))
})
