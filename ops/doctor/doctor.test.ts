import { rm } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { connect as connectNats, RetentionPolicy, StorageType } from 'nats'
import t from 'tap'
import { eventStream } from '../../platform/bus/bus.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { newId } from '../../platform/ids/ids.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import { createIndexes, createTables } from '../../projections/generations/tables.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { freePort } from '../../test/servers/free-port.ts'
import { startNats } from '../../test/servers/nats.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { startEventStore } from '../embedded/event-store/start.ts'
import { startGuarded } from '../embedded/postgres/guarded-process.ts'
import { examine, type Found } from './examine.ts'

t.setTimeout(120_000)
const root = t.testdir({ 'event-store': {}, redis: {} })
const [store, database] = await Promise.all([
  startEventStore({ dataDir: `${root}/event-store`, port: 0 }),
  startTestPostgres(),
])
const eventStore = connectEventStore(store.connectionString)
const postgres = await connectPostgres(database.url)
t.teardown(async () => {
  await Promise.all([eventStore.close(), postgres.close()])
  await Promise.all([store.stop(), database.stop()])
})

const masterKey = Buffer.alloc(32, 7)
type Told = { readonly settings?: Readonly<Record<string, string>>; readonly aheadSeconds?: number }

/** What the doctor says under a check's name. */
const told = async (
  check: string,
  { settings = {}, aheadSeconds = 0 }: Told = {},
): Promise<readonly Found[]> => {
  const loaded = loadConfig({
    QHUB_DATA_DIR: root,
    QHUB_EVENTSTORE_URL: store.connectionString,
    QHUB_POSTGRES_URL: database.url,
    QHUB_PAYMENTS_URL: 'http://127.0.0.1:9',
    QHUB_MASTER_KEY: masterKey.toString('base64'),
    ...settings,
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const now = () => new Date(Date.now() + aheadSeconds * 1000)
  const found = await examine(loaded.config, { wholeLog: false, now }, () => undefined)
  return found.filter((each) => each.check === check)
}

const append = (data: object): Promise<unknown> =>
  eventStore.append(
    `profile-${newId()}`,
    [
      {
        ...{ id: newId(), type: 'ProfileNoted', data },
        metadata: {
          ...{ $correlationId: newId(), $causationId: newId(), commandId: newId(), inputHash: 'x' },
          ...{ actor: meta.actor, occurredAt: meta.now, schema: 1 },
        },
      },
    ],
    'no-stream',
  )

t.test('a Redis that throws limits away, is full, or cannot save', async (t) => {
  const port = await freePort()
  const directory = `${root}/redis`
  const server = await startGuarded({
    command: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
    ready: /ready to accept connections/i,
  })
  t.teardown(server.stop)
  const url = `redis://127.0.0.1:${port}`
  const look = (aheadSeconds = 0) =>
    told('redis', { settings: { QHUB_REDIS_URL: url }, aheadSeconds })
  const redis = new Redis(url)
  t.teardown(() => redis.disconnect())
  t.match(await look(), [{ severity: 'ok' }, { severity: /ok|note/ }, { severity: 'ok' }])

  await redis.config('SET', 'maxmemory', '100mb')
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
  t.match(await look(), [{ severity: 'warning', finding: /limits of use may be thrown away/ }])
  await redis.config('SET', 'maxmemory-policy', 'volatile-lru')
  t.match(await look(), [{ severity: 'ok' }])
  const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])
  await redis.config('SET', 'maxmemory', String(used))
  t.match(await look(), [{ severity: 'warning', finding: /% of its memory is used/ }])

  await redis.config('SET', 'maxmemory', '0')
  const saved = async (status: string): Promise<void> => {
    await redis.bgsave()
    await eventually(async () =>
      (await redis.info('persistence')).includes(`rdb_last_bgsave_status:${status}`) &&
      (await redis.info('persistence')).includes('rdb_bgsave_in_progress:0')
        ? true
        : undefined,
    )
  }
  await saved('ok')
  await rm(directory, { recursive: true })
  await saved('err')
  t.match((await look())[1], { severity: 'warning', finding: 'the last save to disk failed' })
  t.match((await look(60))[2], { severity: 'warning', finding: /its clock differs by (59|60)/ })
  redis.disconnect()
  await server.stop()
  t.match(await look(), [{ severity: 'error', finding: /could not be looked at/ }])
})

t.test('a NATS without JetStream, without the stream, and with one that forgets', async (t) => {
  const plain = await startNats(undefined, ['-n', 'plain'])
  t.teardown(plain.stop)
  const lacking = await told('nats', { settings: { QHUB_NATS_URL: plain.url } })
  t.match(lacking, [{ severity: 'warning', finding: /has no JetStream/ }])

  const server = await startNats(await freePort())
  t.teardown(server.stop)
  const look = () => told('nats', { settings: { QHUB_NATS_URL: server.url } })
  t.match(await look(), [{ severity: 'error', finding: /has no stream QHUB_EVENTS/ }])
  const connection = await connectNats({ servers: [new URL(server.url).host] })
  t.teardown(() => connection.close())
  const manager = await connection.jetstreamManager()
  const { name, prefix } = eventStream
  const stream = { name, subjects: [`${prefix}.>`], retention: RetentionPolicy.Limits }
  await manager.streams.add({ ...stream, storage: StorageType.Memory })
  t.match(await look(), [{ severity: 'warning', finding: /a restart forgets them/ }])
  await manager.streams.delete(name)
  await manager.streams.add({ ...stream, storage: StorageType.File })
  t.match(await look(), [{ severity: 'ok' }])
})

t.test('an index that is invalid, and one that a generation lacks', async (t) => {
  const { pool } = postgres
  t.match(await told('indexes'), [{ severity: 'ok' }])
  await pool.query('CREATE TABLE public.twice (value int)')
  await pool.query('INSERT INTO public.twice VALUES (1), (1)')
  // It fails, and leaves what it has begun behind.
  await t.rejects(pool.query('CREATE UNIQUE INDEX CONCURRENTLY once ON public.twice (value)'))
  t.match(await told('indexes'), [
    { severity: 'error', finding: 'public.once is invalid: nothing reads it', next: /^REINDEX/ },
  ])
  await pool.query('DROP TABLE public.twice')

  // A generation beside the live one, as a build leaves it.
  await createTables(pool, 2)
  await createIndexes(pool, 2)
  await pool.query("INSERT INTO read_model_generation (generation, state) VALUES (2, 'FOLLOWING')")
  t.match(await told('indexes'), [{ severity: 'ok' }])
  const { rows } = await pool.query<{ readonly name: string }>(
    `SELECT indexname AS name FROM pg_indexes
     WHERE schemaname = 'g2' AND tablename = 'jobs' AND indexdef NOT LIKE '%UNIQUE%' LIMIT 1`,
  )
  await pool.query(`DROP INDEX g2.${rows[0]?.name ?? ''}`)
  t.match(await told('indexes'), [{ severity: 'error', finding: /^g2\.jobs lacks the index / }])
})

t.test('clocks that differ from this one', async (t) => {
  await append({ nothing: 'sealed' })
  t.match(await told('postgres'), [{ severity: 'ok' }])
  t.match(await told('event-store'), [{ severity: 'ok' }])
  const behind = { aheadSeconds: -60 }
  t.match(await told('postgres', behind), [{ severity: 'warning', finding: /by (59|60)\.\d s$/ }])
  t.match(await told('event-store', behind), [{ severity: 'warning', finding: /s ahead/ }])
})

t.test('keys of personal data that are lost, made anew, or under another master key', async (t) => {
  const vault = () => createPostgresVault(postgres.db, masterKey)
  const look = (settings = {}) => told('personal-data', { settings })
  t.match(await look(), [{ severity: 'note', finding: /nothing is sealed/ }])
  const [ada, bob] = [newId(), newId()]
  for (const subject of [ada, bob])
    await append({ name: await vault().seal(subject, 'somebody'), subject })
  t.match(await look(), [{ severity: 'ok', finding: /of 2 subjects; 0 were erased/ }])
  await vault().destroy(bob)
  t.match(await look(), [{ severity: 'ok', finding: /of 1 subjects; 1 were erased/ }])

  const another = Buffer.alloc(32, 8).toString('base64')
  t.match(await look({ QHUB_MASTER_KEY: another }), [
    {
      severity: 'error',
      finding: /1 of 2 subjects, .* under another master key/,
      next: /master\.key/,
    },
  ])
  await postgres.pool.query('DELETE FROM subject_keys WHERE subject_id = $1', [ada])
  t.match(await look(), [
    {
      severity: 'error',
      finding: new RegExp(`${ada} among them, are under a key that is not there`),
    },
  ])
  await vault().seal(ada, 'somebody else')
  t.match(await look(), [{ severity: 'error', finding: /made anew since/, next: /from a backup/ }])
})
