import { deepEqual } from 'node:assert/strict'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { instantOf } from '../../domain/shared/instant.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import fc from '../../test/kit/fast-check.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { hour, of, start, wish } from '../../test/kit/wallet-wishes.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, noVault } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { arbitraryLog, play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { generationTables, groups, type Group } from '../groups.ts'
import { copyGroups } from './copy-groups.ts'
import { ownTablesOf, rebuildStream } from './rebuild-stream.ts'
import { StreamNotAlone, StreamStops } from './stream-lane.ts'
import { createTables } from './tables.ts'

t.setTimeout(60_000)
const runs = { numRuns: 8 }
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

await createTables(pool, 2)

type Log = readonly RecordedEvent[]

const reading = (log: Log): Pick<EventStore, 'read'> => ({
  read: (stream, { from = 0n, maxCount = 10_000 } = {}) =>
    Promise.resolve(
      log.filter((event) => event.stream === stream && event.revision >= from).slice(0, maxCount),
    ),
})

const streamsOf = (log: Log): readonly string[] => [...new Set(log.map(({ stream }) => stream))]

/** Code that cannot apply some events. */
const failingAt = (bad: ReadonlySet<string>): readonly Group[] =>
  groups.map((group) => ({
    ...group,
    projections: group.projections.map((projection) => ({
      ...projection,
      apply: (...given: Parameters<typeof projection.apply>) => {
        if (bad.has(given[0].id)) throw new Error('a fault in the code')
        return projection.apply(...given)
      },
    })),
  }))

/** The rows of a log, by such code. */
const projected = async (log: Log, bad: ReadonlySet<string> = new Set()) => {
  await pool.query(
    [...generationTables, 'projection_checkpoint', 'projection_skip']
      .map((table) => `DELETE FROM ${table};`)
      .join(''),
  )
  await (await applierOn(pool, noVault, failingAt(bad))).apply(log)
  return dump(pool)
}

/** A stream's rows, built again beside the others'. */
const rebuilt = async (
  log: Log,
  stream: string,
  some: readonly Group[] = groups,
  signal = new AbortController().signal,
) => {
  await pool.query('DELETE FROM projection_checkpoint WHERE generation = 2')
  await pool.query(generationTables.map((table) => `DELETE FROM g2.${table};`).join(''))
  const of = {
    ...{ eventStore: reading(log), vault: noVault, generation: 2, stream, groups: some },
    signal,
  }
  await copyGroups(pool, 2, groups, (client, places) => rebuildStream(client, { ...of, places }))
  return dump(pool, 2)
}

/** Wallets of a made-up log may hold for one job; those of a hub never do. */
const unlessShared = async (work: () => Promise<void>): Promise<'DONE' | 'SHARED'> => {
  try {
    await work()
    return 'DONE'
  } catch (error) {
    if (error instanceof StreamNotAlone) return 'SHARED'
    throw error
  }
}

const spoil = async (log: Log, stream: string): Promise<number> => {
  const own = log.filter((event) => event.stream === stream).map(({ position }) => position)
  let spoilt = 0
  for (const table of groups.flatMap(ownTablesOf).filter((each) => each !== 'reward_shares')) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE position = ANY($1::bigint[]) AND position % 2 = 0`,
      [own],
    )
    spoilt += rowCount ?? 0
  }
  await pool.query("UPDATE jobs SET name = 'spoilt' WHERE position = ANY($1::bigint[])", [own])
  await pool.query(
    `CREATE TEMPORARY TABLE surplus AS SELECT * FROM jobs WHERE position = ANY($1::bigint[])`,
    [own],
  )
  await pool.query('UPDATE surplus SET job_id = gen_random_uuid()')
  await pool.query('INSERT INTO jobs SELECT * FROM surplus')
  await pool.query('DROP TABLE surplus')
  return spoilt
}

t.test('one stream again = all of them again, whatever its rows held', async (t) => {
  const seen = { DONE: 0, SHARED: 0 }
  let spoilt = 0
  await fc.assert(
    fc.asyncProperty(arbitraryLog(100), fc.nat(), async (log, which) => {
      const expected = await projected(log)
      const streams = streamsOf(log)
      const stream = streams[which % streams.length] ?? ''
      spoilt += await spoil(log, stream)
      const came = await unlessShared(async () => deepEqual(await rebuilt(log, stream), expected))
      if (came === 'SHARED') deepEqual(stream.slice(0, 7), 'wallet-')
      seen[came] += 1
    }),
    runs,
  )
  t.ok(seen.DONE > 4, `${seen.DONE} streams were built again`)
  t.ok(spoilt > 0, `${spoilt} rows were gone`)
})

t.test('what waited is there afterwards, also in what many streams add up', async (t) => {
  let waited = 0
  await fc.assert(
    fc.asyncProperty(arbitraryLog(100), fc.nat(), async (log, which) => {
      const expected = await projected(log)
      const bad = log[which % log.length]
      await projected(log, new Set([bad?.id ?? '']))
      const { rows } = await pool.query('SELECT FROM quarantine')
      waited += rows.length
      await unlessShared(async () => deepEqual(await rebuilt(log, bad?.stream ?? ''), expected))
    }),
    runs,
  )
  t.ok(waited > 6, `${waited} streams waited`)
})

/** A wallet that is closed and opened again every few events. */
const inBooks = async (): Promise<Log> => {
  const { books } = wallet
  if (books === undefined) throw new Error('a wallet keeps books')
  const { eventStore, all } = memoryLog()
  const clock = manualClock(instantOf(start))
  const services = servicesOn(eventStore, clock)
  const divided = { ...wallet, books: { ...books, maxEvents: 20 } }
  const credit = { type: 'CreditWallet', amount: 20_000n, reason: 'x' }
  for (const [index, bare] of [credit, ...fc.sample(wish, { numRuns: 60, seed: 7 })].entries()) {
    clock.advance(30 * hour)
    // The two fields make each command of the union whole again.
    const command = { ...of, ...(bare as object) } as WalletCommand
    const context = contextOf(derivedId(index.toString()))
    await change(services, context, 'x', divided, walletIdOf(of.organisation, of.asset), command)
  }
  return all
}

t.test('a wallet in many books is one stream, whichever of them is named', async (t) => {
  const all = await inBooks()
  const expected = await projected(all)
  const books = streamsOf(all)
  t.ok(books.length > 3, `${books.length} books`)
  for (const book of [books[0], books.at(-1)]) {
    await pool.query("UPDATE wallets SET available = '7'")
    deepEqual(await rebuilt(all, book ?? ''), expected)
  }
})

const recorder = createRecorder()
play(recorder, wholeJob, 'a', '1', 'x')
play(recorder, wholeJob, 'a', '2', 'x')
const log = recorder.events
const job = (name: string): string => `job-${idOf('job', name)}`

t.test('nothing but its rows, in no other group than those that are meant', async (t) => {
  await projected(log)
  await pool.query("UPDATE jobs SET name = 'spoilt'")
  await pool.query('DELETE FROM event_log')
  const live = await dump(pool)
  const only = groups.filter(({ name }) => name === 'jobs')
  const after = await rebuilt(log, job('1'), only)
  const differing = Object.keys(live).filter(
    (table) => live[table]?.join('\n') !== after[table]?.join('\n'),
  )
  t.same(differing, ['jobs'])
  const { rows } = await pool.query<{ name: string }>(
    "SELECT job_id FROM g2.jobs WHERE name = 'spoilt'",
  )
  t.same(rows, [{ job_id: idOf('job', '2') }])
})

t.test('told to stop, it leaves nothing of the copy', async (t) => {
  await projected(log)
  await t.rejects(rebuilt(log, job('1'), groups, AbortSignal.abort()), { name: 'AbortError' })
  t.same((await dump(pool, 2))['jobs'], [])
})

t.test("a row that another stream wrote last is nobody's to build alone", async (t) => {
  await projected(log)
  const other = log.find(({ stream }) => stream === job('2'))
  await pool.query('UPDATE jobs SET position = $1 WHERE job_id = $2', [
    other?.position,
    idOf('job', '1'),
  ])
  await t.rejects(rebuilt(log, job('1')), { name: 'StreamNotAlone', message: /of jobs/ })
  const { rows } = await pool.query('SELECT FROM g2.jobs')
  t.equal(rows.length, 0, 'and nothing of it is left')
})

t.test('code that does not get as far as the code before is told of', async (t) => {
  await projected(log)
  const bad = log.filter(({ stream }) => stream === job('1'))[2]
  const faulty = failingAt(new Set([bad?.id ?? '']))
  await t.rejects(rebuilt(log, job('1'), faulty), StreamStops)
  // Left out by an operator, it is no obstacle: the rows do without it.
  for (const group of ['jobs', 'log', 'engagement'])
    await pool.query(
      `INSERT INTO projection_skip (group_name, event_id, stream, revision, event_type, reason, skipped_by)
       VALUES ($1, $2, $3, $4, $5, 'it is wrong', 'olga')`,
      [group, bad?.id, bad?.stream, bad?.revision, bad?.type],
    )
  await rebuilt(log, job('1'), faulty)
  const { rows } = await pool.query('SELECT FROM g2.event_log WHERE position = $1', [bad?.position])
  t.equal(rows.length, 0)
})
