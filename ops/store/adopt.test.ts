import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jsonEvent, EventStoreDBClient } from '@eventstore/db-client'
import { pino } from 'pino'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { device } from '../../domain/devices/device.ts'
import { job } from '../../domain/jobs/job.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { postgresProgress } from '../../platform/checkpoint/progress.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { buildGeneration } from '../../projections/generations/build.ts'
import { beginGeneration } from '../../projections/generations/generations.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import { sagas } from '../../sagas/registry.ts'
import { price, submissionOf } from '../../test/kit/jobs.ts'
import { everywhere, runSagas } from '../../test/kit/saga-runtime.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { unreliableProvider } from '../../test/kit/unreliable-provider.ts'
import { dump, noVault } from '../../test/read-models/rows.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { hostOf } from '../cli/store/directory.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { startEventStore } from '../embedded/event-store/start.ts'
import { insistOnSameLog } from '../hub/same-log.ts'
import { adoptLog } from './adopt.ts'
import { exportStore } from './export.ts'
import { importInto } from './import.ts'
import { runQhub } from '../../test/kit/qhub.ts'

t.setTimeout(240_000)
const patienceMs = 60_000
const quiet = (): void => undefined
const root = mkdtempSync(join(tmpdir(), 'qhub-adopt-'))
const [old, moved, database] = await Promise.all([
  startEventStore({ dataDir: join(root, 'old'), port: 0 }),
  startEventStore({ dataDir: join(root, 'moved'), port: 0 }),
  startTestPostgres(),
])
const [oldLog, newLog] = [old, moved].map(({ connectionString }) =>
  connectEventStore(connectionString),
)
if (oldLog === undefined || newLog === undefined) throw new Error('two logs were opened')
const postgres = await connectPostgres(database.url)
const { pool } = postgres
t.teardown(async () => {
  await Promise.all([oldLog.close(), newLog.close(), postgres.close()])
  await Promise.all([old.stop(), moved.stop(), database.stop()])
  rmSync(root, { recursive: true, force: true })
})

const cache = createMemoryCache()
/** Of every choice the last: nothing goes wrong. */
const provider = unreliableProvider((n) => n - 1)
const logger = pino({ level: 'silent' })

/** Projector and sagas as a hub runs them, on one of the logs. */
const run = (eventStore: EventStore) => {
  const services = servicesOn(eventStore, systemClock)
  const bus = createMemoryBus()
  const positions = followPositions({ bus, db: postgres.db })
  const on = { eventStore, postgres, postgresUrl: database.url, cache, bus, logger }
  const projector = startProjector({ ...on, vault: noVault, lookEveryMs: 50 })
  const stopSagas = runSagas(services, sagas, {
    providers: () => provider,
    routerProgress: postgresProgress(postgres.db, 'saga-router'),
    workerProgress: postgresProgress(postgres.db, 'saga-worker'),
  })
  const command = <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    wish: Command,
  ) => change(services, contextOf(newId()), 'input', aggregate, id, wish)
  const submit = async (organisation: string, deviceId: string): Promise<string> => {
    const jobId = newId()
    const submission = submissionOf({ jobId, organisation, deviceId })
    await command(job, jobId, { type: 'SubmitJob', submission })
    return jobId
  }
  const end = (jobId: string) =>
    eventually(async () => {
      const [last] = await eventStore.read(`jobExecution-${jobId}`, {
        direction: 'backwards',
        maxCount: 1,
      })
      return last?.type === 'SagaEnded' ? last : undefined
    }, patienceMs)
  const told = (count: number) =>
    eventually(() => (bus.stored().length >= count ? bus.stored() : undefined), patienceMs)
  const stop = async (): Promise<void> => {
    await stopSagas()
    await projector.stop()
    positions.close()
    await bus.close()
  }
  const reach = async () => positions.reach(await eventStore.head(), patienceMs)
  return { projector, command, submit, end, told, reach, stop }
}

const facts = DeviceFacts.parse({
  name: 'A device',
  technology: 'SIMULATOR',
  qubits: 2,
  shots: { min: 1, max: 1000 },
  priceBook: [price],
  execution: { provider: 'simulator' },
})

/**
 * Every row of every table, with the events that stood at its positions instead of those, and without the two times that
 * are those of the store's records, which no import can set.
 */
const rowsByEvent = async () => {
  const { rows } = await pool.query<{ position: string; event_id: string }>(
    'SELECT position::text AS position, event_id FROM event_log',
  )
  const events = new Map(rows.map(({ position, event_id }) => [position, event_id]))
  const named = (row: string): string =>
    row.replace(/"([a-z_]*position)": (\d+)/g, (_, key: string, position: string) =>
      JSON.stringify([key, events.get(position) ?? 'of no event']),
    )
  const recorded = /"(started|updated)_at": "[^"]*"/g
  const tables = Object.entries(await dump(pool))
  return Object.fromEntries(
    tables.map(([name, texts]) => [
      name,
      texts
        .map(named)
        .map((row) => (name === 'saga_instances' ? row.replace(recorded, '') : row))
        .sort(),
    ]),
  )
}

const checkpoints = async () =>
  (
    await pool.query<{ name: string; position: bigint }>(
      'SELECT name, position FROM projection_checkpoint ORDER BY name',
    )
  ).rows

const qhub = (eventStoreUrl: string, ...args: readonly string[]) =>
  runQhub(args, {
    QHUB_DATA_DIR: join(root, 'hub'),
    QHUB_EVENTSTORE_URL: eventStoreUrl,
    QHUB_POSTGRES_URL: database.url,
    QHUB_LOG_LEVEL: 'silent',
  })

const adopt = (eventStoreUrl: string, ...more: readonly string[]) => {
  const sure = ['--reason', 'a test', '--confirm', hostOf(eventStoreUrl)]
  return qhub(eventStoreUrl, 'store', 'adopt', ...sure, ...more)
}

const followedAnother = /^qhub: Postgres has .*qhub store adopt\n$/

t.test('a hub goes on with its log in another store: nothing twice, nothing missing', async (t) => {
  // What is not moved: from here on events stand elsewhere in the new log.
  const client = EventStoreDBClient.connectionString(old.connectionString)
  const data = { filler: 'x'.repeat(5_000) }
  await client.appendToStream('$own', jsonEvent({ type: '$own', data }))
  await client.dispose()

  const before = run(oldLog)
  const organisation = newId()
  const [online, offline] = [newId(), newId()]
  await before.command(wallet, walletIdOf(organisation, price.asset), {
    ...{ type: 'CreditWallet', organisation, asset: price.asset },
    ...{ amount: 50_000n, reason: 'test' },
  })
  for (const deviceId of [online, offline]) {
    const providerOrganisation = newId()
    const registration = { deviceId, providerOrganisation, facts }
    await before.command(device, deviceId, { type: 'RegisterDevice', ...registration })
  }
  await before.command(device, online, { type: 'GoOnline' })
  const finished = [
    await before.submit(organisation, online),
    await before.submit(organisation, online),
    await before.submit(organisation, online),
  ]
  const open = await before.submit(organisation, offline)
  for (const jobId of finished) await before.end(jobId)
  await eventually(async () => {
    const story = await oldLog.read(`jobExecution-${open}`)
    const count = (type: string) => story.filter((event) => event.type === type).length
    const answered = count('SagaEffectSucceeded')
    return answered === 3 && count('SagaEffectRequested') === answered ? true : undefined
  }, patienceMs)
  const ends = (await before.told(3)).map(({ id }) => id)
  await before.reach()

  const ports = { pool, eventStore: newLog, cache }
  await t.rejects(adoptLog(ports), { code: 'HUB_AT_WORK' }, 'while a projector runs')
  const unsure = ['store', 'adopt', '--reason', 'a test', '--confirm', 'another:2113']
  t.match(await qhub(moved.connectionString, ...unsure), { code: 2, err: /nothing was changed/ })
  t.match(await adopt(moved.connectionString), {
    code: 1,
    err: /^qhub: A hub is at work on this Postgres \(role projector\).*\n$/,
  })
  await before.stop()

  const { generation } = await beginGeneration(pool)
  const { signal } = new AbortController()
  await buildGeneration({ eventStore: oldLog, pool, vault: noVault, generation, signal })
  const rows = await rowsByEvent()
  t.equal(rows['jobs']?.length, 4)
  // As if the hub had been killed before the last of them was told.
  const last = (await oldLog.readAll({ maxCount: 10_000 })).find(({ id }) => id === ends[2])
  await pool.query(
    `UPDATE projection_checkpoint SET position = $1::bigint - 1 WHERE name = 'integration-events'`,
    [last?.position],
  )

  const export_ = join(root, 'export')
  await exportStore(old.connectionString, export_, quiet, new Date())
  await importInto(moved.connectionString, export_, quiet)
  const newHead = await newLog.head()
  t.not(newHead, await oldLog.head(), 'the same events stand elsewhere')

  await insistOnSameLog(pool, oldLog)
  t.match(await qhub(moved.connectionString, 'start'), { code: 1, err: followedAnother })

  const adopted = await adoptLog(ports)
  t.match(adopted, { head: newHead.toString(), generation: 1, dropped: [2] })
  const empty = Object.values(await dump(pool)).every((some) => some.length === 0)
  t.ok(empty, 'no row is left')
  t.match(await checkpoints(), [{ name: 'integration-events', position: BigInt(adopted.toldUpTo) }])
  t.equal((await checkpoints()).length, 1)
  t.equal((await pool.query('SELECT FROM saga_progress')).rowCount, 0)
  t.equal((await pool.query("SELECT FROM pg_namespace WHERE nspname = 'g2'")).rowCount, 0)
  t.equal(await cache.get(hotKeys(1).position), undefined)
  t.equal(await cache.get(hotKeys(1).job(open)), undefined)
  const again = await adopt(moved.connectionString, '--json')
  t.match(JSON.parse(again.out), { kind: 'result', toldUpTo: adopted.toldUpTo, dropped: [] })

  await insistOnSameLog(pool, newLog)
  const after = run(newLog)
  await after.reach()
  t.same(await rowsByEvent(), rows, 'row by row')
  t.same(
    (await after.told(1)).map(({ id }) => id),
    [ends[2]],
    'the one that nobody had been told of',
  )
  await after.command(device, offline, { type: 'GoOnline' })
  const fresh = await after.submit(organisation, online)
  for (const jobId of [open, fresh]) await after.end(jobId)
  const all = await after.told(3)
  await after.reach()
  t.equal(new Set(all.map(({ id }) => id)).size, 3)
  t.notOk(all.some(({ id }) => id === ends[0] || id === ends[1]))
  const statuses = await pool.query<{ status: string }>('SELECT DISTINCT status FROM jobs')
  t.same(statuses.rows, [{ status: 'COMPLETED' }])
  await eventually(async () => {
    const { rowCount } = await pool.query(
      "SELECT FROM saga_progress WHERE reader = 'saga-router' AND position >= $1",
      [newHead],
    )
    return rowCount === everywhere.length ? true : undefined
  }, patienceMs)
  await after.stop()
  const since = await newLog.readAll({ from: newHead, maxCount: 10_000 })
  const touched = since.filter(({ stream }) => finished.some((jobId) => stream.endsWith(jobId)))
  t.same(touched, [], 'nothing was added to what had ended')
  await insistOnSameLog(pool, newLog)
})
