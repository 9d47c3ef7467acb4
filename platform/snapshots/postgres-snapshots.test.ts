import { mkdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { connectPostgres } from '../postgres/connect.ts'
import { migrate } from '../postgres/migrate.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { codeVersionOf } from './code-version.ts'
import { createPostgresSnapshots, type FoldSnapshotTable } from './postgres-snapshots.ts'

const server = await startTestPostgres()
await migrate(server.url)
const { db, close } = await connectPostgres<{ readonly fold_snapshot: FoldSnapshotTable }>(
  server.url,
)
t.teardown(async () => {
  await close()
  await server.stop()
})

t.test('the newer snapshot of one code is kept, and that of other code gives way', async (t) => {
  const { get, put } = createPostgresSnapshots(db)
  const of = (codeVersion: string, revision: bigint) => ({
    codeVersion,
    revision,
    body: Buffer.from(`${codeVersion} ${revision}`),
  })
  t.equal(await get('wallet-1'), undefined)
  await put('wallet-1', of('today', 5n))
  await put('wallet-1', of('today', 4n))
  await put('wallet-2', of('today', 1n))
  t.strictSame(await get('wallet-1'), of('today', 5n))
  await put('wallet-1', of('today', 6n))
  t.strictSame(await get('wallet-1'), of('today', 6n))
  await put('wallet-1', of('tomorrow', 2n))
  t.strictSame(await get('wallet-1'), of('tomorrow', 2n))
})

t.test('code has another version when anything in it changes, tests apart', async (t) => {
  const directory = t.testdir({ 'a.ts': 'one', 'a.test.ts': 'test' })
  const folder = pathToFileURL(`${directory}/`)
  const version = () => codeVersionOf([folder])
  const first = version()
  t.match(first, /^[0-9a-f]{64}$/)
  writeFileSync(new URL('a.test.ts', folder), 'another test')
  t.equal(version(), first)
  writeFileSync(new URL('a.ts', folder), 'two')
  const second = version()
  t.not(second, first)
  mkdirSync(new URL('b/', folder))
  writeFileSync(new URL('b/c.js', folder), '')
  t.not(version(), second)
})
