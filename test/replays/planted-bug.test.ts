import { pino } from 'pino'
import t from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { ours } from '../../projections/generations/events-left.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import { explainDifference } from '../../projections/generations/explain.ts'
import { movePointer } from '../../projections/generations/move-pointer.ts'
import { lastLeft, promoteGeneration } from '../../projections/generations/promote.ts'
import { groups, type Group } from '../../projections/groups.ts'
import { driveReplay } from '../../projections/replays/drive.ts'
import { wishStart } from '../../projections/replays/wishes.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { createRecorder } from '../read-models/recorder.ts'
import { noVault } from '../read-models/rows.ts'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { eventually } from '../servers/eventually.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { openReader } from './reader.ts'

t.setTimeout(120_000)
const log = await startTestEventStore()
const server = await startTestPostgres()
const postgres = await connectPostgres<InfrastructureTables & ReadModelTables>(server.url)
const { pool } = postgres
const [bus, cache] = [createMemoryBus(), createMemoryCache()]
t.teardown(async () => {
  await bus.close()
  await postgres.close()
  await Promise.all([log.stop(), server.stop()])
})

const recorder = createRecorder()
let written = 0
let jobs = 0
const append = async ({ stream, revision, id, type, data, metadata }: RecordedEvent) => {
  const expected = revision === 0n ? 'no-stream' : revision - 1n
  const result = await log.eventStore.append(stream, [{ id, type, data, metadata }], expected)
  if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
  return result.position
}
type Written = { readonly job: string; readonly position: bigint }
const writeJob = async (): Promise<Written> => {
  const name = `job ${(jobs += 1)}`
  play(recorder, wholeJob, 'a', name)
  let position = 0n
  for (; written < recorder.events.length; written += 1) {
    const event = recorder.events[written]
    if (event !== undefined) position = await append(event)
  }
  return { job: idOf('job', name), position }
}

const spoilt: ReadonlySet<string> = new Set([2, 5].map((n) => idOf('job', `job ${n}`)))

/** The projections with a fault: of some jobs the name is lost. */
const faulty: readonly Group[] = groups.map((group) => ({
  ...group,
  projections: group.projections.map((projection) => ({
    ...projection,
    apply: (...given: Parameters<typeof projection.apply>) =>
      projection
        .apply(...given)
        .map((write) =>
          write.do === 'put' && write.table === 'jobs' && spoilt.has(write.row.job_id)
            ? { ...write, row: { ...write.row, name: 'nameless' } }
            : write,
        ),
  })),
}))

const startWith = (some: readonly Group[]) =>
  startProjector({
    ...{ eventStore: log.eventStore, postgres, postgresUrl: server.url, cache, bus },
    ...{ vault: noVault, logger: pino({ level: 'silent' }), lookEveryMs: 50, groups: some },
  })

const reached = (position: bigint, generation = 1) =>
  eventually(async () => {
    const { rows } = await pool.query<{ least: bigint }>(
      // What other systems were told of has a place of its own.
      `SELECT min(position) AS least FROM projection_checkpoint
       WHERE generation = $1 AND name LIKE 'read-model@%'`,
      [generation],
    )
    return (rows[0]?.least ?? 0n) >= position ? true : undefined
  })

const seen = `query ($job: ID!, $position: Position!) @atLeast(position: $position, waitMs: 20000) {
  job(jobId: $job) { jobId status }
}`
type Reply = {
  readonly data: { readonly job: { readonly status: string } | null } | null
  readonly extensions: { readonly position: string; readonly generation: number }
}

/** Writes whole jobs, and asks for the newest without end; what was wrong, and which generations answered. */
const underLoad = (url: string, first: Written) => {
  let newest = first
  let [stopped, polls, last] = [false, 0, 0n]
  const wrong: string[] = []
  const generations = new Set<number>()
  const isOver = (): boolean => stopped
  const writing = async (): Promise<void> => {
    while (!isOver()) newest = await writeJob()
  }
  const polling = async (): Promise<void> => {
    while (!isOver()) {
      const { job, position } = newest
      const body = JSON.stringify({
        query: seen,
        variables: { job, position: position.toString() },
      })
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer operator' },
        body,
      })
      // The shape is that of the query above.
      const text = await answer.text()
      const { data, extensions } = JSON.parse(text) as Reply
      const at = BigInt(extensions.position)
      if (data?.job?.status !== 'COMPLETED')
        wrong.push(`${job} is missing or stale at ${at} of ${position}: ${text.slice(0, 300)}`)
      if (at < position) wrong.push(`asked for ${position}, answered at ${at}`)
      if (at < last) wrong.push(`${at} after ${last}`)
      last = at
      generations.add(extensions.generation)
      polls += 1
    }
  }
  const done = Promise.all([writing(), polling()])
  return {
    generations,
    polls: () => polls,
    stop: async () => {
      stopped = true
      await done
      return { wrong, newest }
    },
  }
}

t.test('a fault of a projection is found row by row, and leaves without a gap', async (t) => {
  const wrongly = startWith(faulty)
  let last = await writeJob()
  while (jobs < 6) last = await writeJob()
  await reached(last.position)
  await wrongly.stop()

  const projector = startWith(groups)
  const reader = await openReader({ postgres, bus, cache, eventStore: log.eventStore })
  const load = underLoad(reader.url, last)
  t.teardown(async () => {
    await load.stop()
    await reader.stop()
    await projector.stop()
  })
  await wishStart(pool, { by: 'olga' })
  const parts = { eventStore: log.eventStore, pool, vault: noVault, builder: 'test' }
  t.equal(await driveReplay(parts, new AbortController().signal), 'DONE')

  const compared = await compareGenerations(pool, 1, 2, { most: 100 })
  const { equal, hash, tables } = await explainDifference(
    { eventStore: log.eventStore, vault: noVault },
    compared,
  )
  t.notOk(equal)
  const differing = tables.filter((table) => !table.equal)
  t.same(
    differing.map(({ table, missing, surplus, changed }) => [table, missing, surplus, changed]),
    [['jobs', 0, 0, spoilt.size]],
  )
  const rows = differing.flatMap(({ first }) => first)
  t.same(new Set(rows.map(({ key }) => key['job_id'])), spoilt, 'exactly the rows that it spoilt')
  for (const { key, columns, events } of rows) {
    const own = recorder.events.filter(({ stream }) => stream === `job-${String(key['job_id'])}`)
    t.same(Object.keys(columns), ['name'])
    t.equal(columns['name']?.[0], 'nameless')
    t.same(
      events.filter((event) => event.columns.length > 0),
      [
        {
          ...events[0],
          type: 'JobSubmitted',
          stream: own[0]?.stream,
          revision: '0',
          columns: ['name'],
        },
      ],
      'the event that the fault was in',
    )
    t.same(
      events.map(({ revision }) => revision),
      own.map(({ revision }) => revision.toString()),
      'and every other that wrote the row',
    )
  }

  await t.rejects(promoteGeneration(pool, 2), { name: 'DifferenceNotAccepted' })
  await t.rejects(promoteGeneration(pool, 2, 'another'), { name: 'DifferenceNotAccepted' })
  t.equal((await compareGenerations(pool, 1, 2)).hash, hash, 'the same while jobs are written')
  const before = load.polls()
  await promoteGeneration(pool, 2, hash)
  await eventually(() => (load.generations.has(2) && load.polls() > before + 10) || undefined)
  t.equal(await lastLeft(pool), 1)
  await movePointer(pool, await lastLeft(pool))
  load.generations.clear()
  await eventually(() => load.generations.has(1) || undefined)
  await movePointer(pool, 2)
  const polls = load.polls()
  await eventually(() => load.polls() > polls + 10 || undefined)

  const { wrong, newest } = await load.stop()
  t.same(wrong, [], `of ${load.polls()} polls while ${jobs} jobs were written`)
  t.ok(load.polls() > 20)
  await eventually(() => (bus.stored().length >= jobs ? true : undefined))
  const told = bus.stored().map(({ id }) => id)
  t.equal(told.length, jobs, 'other systems were told of every job once')
  t.equal(new Set(told).size, jobs)
  const all = await log.eventStore.readAll({ maxCount: 100_000, filter: ours })
  t.equal(all.length, recorder.events.length, 'and nothing was appended')
  t.ok((all.at(-1)?.position ?? 0n) >= newest.position)
})

t.test('one stream that is being written is built again, and nobody else notices', async (t) => {
  await dropGeneration(pool, cache, 1, 0)
  const before = startWith(groups)
  const last = await writeJob()
  await reached(last.position, 2)
  await before.stop()
  // Two wallets lose money; nobody but this test writes to rows.
  const { rows: wallets } = await pool.query<{ wallet_id: string }>(
    'UPDATE g2.wallets SET available = available - 77 RETURNING wallet_id',
  )
  const stream = `wallet-${wallets[0]?.wallet_id ?? ''}`
  await pool.query("UPDATE g2.jobs SET name = 'nameless' WHERE name = 'job 1'")

  const projector = startWith(groups)
  const reader = await openReader({ postgres, bus, cache, eventStore: log.eventStore })
  const load = underLoad(reader.url, last)
  t.teardown(async () => {
    await load.stop()
    await reader.stop()
    await projector.stop()
  })
  const writes = async () => (await log.eventStore.read(stream)).length
  const begun = await writes()
  await wishStart(pool, { by: 'olga', stream })
  const parts = { eventStore: log.eventStore, pool, vault: noVault, builder: 'test' }
  t.equal(await driveReplay(parts, new AbortController().signal), 'DONE')
  const { hash, tables } = await explainDifference(
    { eventStore: log.eventStore, vault: noVault },
    await compareGenerations(pool, 2, 3),
  )
  const differing = tables.flatMap(({ table, first }) => first.map((row) => ({ table, ...row })))
  t.match(differing, [{ table: 'wallets', key: { wallet_id: wallets[0]?.wallet_id } }])
  t.equal(differing.length, 1, 'what is wrong elsewhere is left')
  const [row] = differing
  t.same(Object.keys(row?.columns ?? {}), ['available'])
  t.ok(
    row?.events.every((event) => event.stream === stream && event.columns.includes('available')),
    'told by the events of the stream that moved it',
  )
  t.ok((await writes()) > begun, 'which was written meanwhile')

  await promoteGeneration(pool, 3, hash)
  const polls = load.polls()
  await eventually(() => (load.generations.has(3) && load.polls() > polls + 5) || undefined)
  await movePointer(pool, await lastLeft(pool))
  await movePointer(pool, 3)
  const { wrong, newest } = await load.stop()
  t.same(wrong, [], `of ${load.polls()} polls`)
  await reached(newest.position, 3)
  const { rows: now } = await pool.query(
    'SELECT FROM g3.wallets a JOIN g2.wallets b USING (wallet_id, available)',
  )
  t.equal(now.length, wallets.length - 1)
})
