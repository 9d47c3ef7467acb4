import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { eventually } from '../../../test/servers/eventually.ts'
import { isAlive, worksIn } from './owner.ts'
import { closedTo } from './run-as.ts'
import { type PostgresOptions, startPostgres } from './start.ts'

const quiet = { durable: false, onProgress: () => undefined }

const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

const directory = (t: Test, mode = 0o755): string => {
  const path = mkdtempSync(join(tmpdir(), 'qhub-pg-'))
  chmodSync(path, mode)
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Another process that runs a Postgres until it is killed. */
const otherHub = async (t: Test, options: PostgresOptions) => {
  const module = new URL('./start.ts', import.meta.url).href
  const script = `
    const { startPostgres } = await import(${JSON.stringify(module)})
    const { url } = await startPostgres(${JSON.stringify(options)})
    console.log(url)
    setInterval(() => undefined, 60_000)`
  const args = ['--import=tsx', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return { url: String(url), child }
}

const postmaster = (dataDir: string): number =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10)

t.test('data outlives a stop; the cluster is made once', async (t) => {
  const dataDir = directory(t)
  const said: string[] = []
  const onProgress = (text: string) => said.push(text)
  const first = await startPostgres({ dataDir, durable: false, onProgress })
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS n')
  t.same(await query(first.url, 'SHOW fsync'), [{ fsync: 'off' }])
  await t.rejects(startPostgres({ dataDir, ...quiet }), /process \d+ runs a Postgres/)
  t.same(await query(first.url, 'SELECT n FROM kept'), [{ n: 42 }], 'the refused one did no harm')
  await first.stop()
  await first.ended
  const second = await startPostgres({ dataDir, onProgress })
  t.same(await query(second.url, 'SELECT n FROM kept'), [{ n: 42 }])
  t.same(await query(second.url, 'SHOW fsync'), [{ fsync: 'on' }], 'durable unless told otherwise')
  t.same(await query(second.url, `SELECT 'Z' < 'a' AS bytes, lower('Ä') AS letter`), [
    { bytes: true, letter: 'ä' },
  ])
  await second.stop()
  t.equal(said.filter((text) => text.startsWith('creating')).length, 1)
})

t.test('a wrong password is refused', async (t) => {
  const postgres = await startPostgres({ dataDir: directory(t), ...quiet })
  t.teardown(postgres.stop)
  const url = new URL(postgres.url)
  url.password = 'guess'
  await t.rejects(query(url.href, 'SELECT 1'), /authentication failed/)
})

t.test('below a directory that is closed to others, and a creation that was cut off', async (t) => {
  const closed = directory(t, 0o700)
  const dataDir = join(closed, 'a', 'data')
  mkdirSync(join(dataDir, 'postgres', 'cluster.new'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres', 'cluster.new', 'torn'), '')
  t.same(closedTo({ uid: 65_534, gid: 65_534 }, join(dataDir, 'postgres')), [closed])
  const postgres = await startPostgres({ dataDir, ...quiet })
  t.same(await query(postgres.url, 'SELECT 1 AS one'), [{ one: 1 }])
  await postgres.stop()
})

t.test(
  'kill -9 of the hub: nothing is left running, and the next start has the data',
  async (t) => {
    const dataDir = directory(t)
    const { url, child } = await otherHub(t, { dataDir })
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n')
    await t.rejects(startPostgres({ dataDir, ...quiet }), new RegExp(`process ${child.pid} runs`))
    const pid = postmaster(dataDir)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await startPostgres({ dataDir, ...quiet })
    t.teardown(next.stop)
    t.not(postmaster(dataDir), pid)
    t.notOk(isAlive(pid))
    t.same(await query(next.url, 'SELECT n FROM kept'), [{ n: 1 }])
  },
)

t.test('kill -9 of Postgres: it is told, and the next start has the data', async (t) => {
  const dataDir = directory(t)
  const first = await startPostgres({ dataDir, onProgress: quiet.onProgress })
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
  process.kill(postmaster(dataDir), 'SIGKILL')
  await first.ended
  await first.stop()
  const next = await startPostgres({ dataDir, ...quiet })
  t.teardown(next.stop)
  t.same(await query(next.url, 'SELECT n FROM kept'), [{ n: 1 }])
})

t.test('a postmaster.pid whose number is somebody else now', async (t) => {
  const dataDir = directory(t)
  await (await startPostgres({ dataDir, ...quiet })).stop()
  const file = join(dataDir, 'postgres/cluster/postmaster.pid')
  writeFileSync(file, `${process.pid}\n`)
  t.notOk(worksIn(process.pid, join(dataDir, 'postgres/cluster')))
  const postgres = await startPostgres({ dataDir, ...quiet })
  t.teardown(postgres.stop)
  t.not(postmaster(dataDir), process.pid)
})

t.test('a port that is taken is told, and leaves the directory free', async (t) => {
  const one = await startPostgres({ dataDir: directory(t), ...quiet })
  t.teardown(one.stop)
  const dataDir = directory(t)
  const port = Number(new URL(one.url).port)
  await t.rejects(startPostgres({ dataDir, ...quiet, port }), /Address already in use/)
  t.notOk(existsSync(join(dataDir, 'postgres.owner')))
  const other = await startPostgres({ dataDir, ...quiet })
  await other.stop()
  await eventually(() => (existsSync(join(dataDir, 'postgres.owner')) ? undefined : true))
})
