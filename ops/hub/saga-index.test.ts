import { sql } from 'kysely'
import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { createRounds } from '../../sagas/runtime/rounds.ts'
import { partitionOf, partitions } from '../../sagas/runtime/partition.ts'
import type { HubTables } from './connections.ts'
import { partitionOfStream, sagaIndex } from './saga-index.ts'

const server = await startTestPostgres()
const { db, close } = await connectPostgres<HubTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const everywhere = Array.from({ length: partitions }, (_, partition) => partition)
const then = new Date('2026-01-01T00:00:00.000Z')

const stand = (
  saga: string,
  instance: string,
  outstanding: readonly string[],
  timers: readonly string[],
  updatedAt = then,
) =>
  db
    .insertInto('saga_instances')
    .values({
      stream: `${saga}-${instance}`,
      saga,
      instance,
      status: 'ACTIVE',
      outcome: null,
      outstanding: Object.fromEntries(outstanding.map((id) => [id, 'kind'])),
      outstanding_count: outstanding.length,
      pending_timers: Object.fromEntries(
        timers.map((name) => [name, { timerId: name, dueAt: then.toISOString() }]),
      ),
      started_at: then,
      updated_at: updatedAt,
      ended_at: null,
      version: 1,
      parked: {},
      parked_count: 0,
      stuck: {},
      created_position: 1n,
      revision: 0n,
      position: 1n,
    })
    .execute()

t.test('who stands still is found, who rests or waits for a timer is not', async (t) => {
  await stand('jobs', 'open-effect', ['e1'], ['queue'])
  await stand('jobs', 'waits-for-a-slot', [], ['queue'])
  await stand('jobs', 'waits-for-nothing', [], [])
  await stand('devices', 'rests', [], [])
  await stand('devices', 'open-effect', ['e2'], [])
  await stand('jobs', 'moved-just-now', ['e3'], [], new Date('2026-01-01T00:10:00.000Z'))
  const at = new Date('2026-01-01T00:05:00.000Z')
  const { outstandingSince, idleSince } = sagaIndex(db)
  const open = await outstandingSince(at, 10, everywhere, undefined)
  t.same(
    open.map(({ stream, outstanding }) => [stream, outstanding]),
    [
      ['devices-open-effect', ['e2']],
      ['jobs-open-effect', ['e1']],
    ],
  )
  const idle = await idleSince(at, 10, ['devices'], everywhere, undefined)
  t.same(idle, [{ stream: 'jobs-waits-for-nothing', movedAt: then }])
  const all = await idleSince(at, 10, [], everywhere, undefined)
  t.ok(
    all.some(({ stream }) => stream === 'devices-rests'),
    'resting is a saga’s own word',
  )
})

t.test('SQL and code agree on the partition of a stream', async (t) => {
  const streams = Array.from({ length: 40 }, (_, n) => `jobs-é${n}`)
  for (const stream of streams) await stand('partitioned', stream, ['e'], [])
  const rows = await db
    .selectFrom('saga_instances')
    .select(['stream', partitionOfStream('stream').as('partition')])
    .execute()
  for (const { stream, partition } of rows) t.equal(partition, partitionOf(stream))
  const own = partitionOf(rows[0]?.stream ?? '')
  const at = new Date('2026-01-01T00:05:00.000Z')
  const found = await sagaIndex(db).outstandingSince(at, 99, [own], undefined)
  t.ok(found.length > 0)
  for (const { stream } of found) t.equal(partitionOf(stream), own, 'of no other partition')
})

t.test('who takes longer than its saga says is found until it is reported', async (t) => {
  await stand('slow', 'one', ['e'], [])
  const later = new Date(then.getTime() + 1)
  t.same(await sagaIndex(db).begunBefore('slow', then, 10, everywhere), [])
  t.same(await sagaIndex(db).begunBefore('slow', later, 10, everywhere), ['slow-one'])
  await db
    .updateTable('saga_instances')
    .set({ stuck: sql`'{"PAST_DEADLINE": "2026-01-02T00:00:00.000Z"}'::jsonb` })
    .where('saga', '=', 'slow')
    .execute()
  t.same(await sagaIndex(db).begunBefore('slow', later, 10, everywhere), [])
})

t.test('those who stand behind more than a look takes get their turn', async (t) => {
  await db.deleteFrom('saga_instances').execute()
  const streams: string[] = []
  for (let n = 0; n < 450; n += 1) {
    // A long run each, some of one instant; and here and there one that nothing will ever move.
    const instance = String(n).padStart(3, '0')
    const movedAt = new Date(then.getTime() + Math.floor(n / 60))
    await stand('jobs', instance, n % 100 === 99 ? [] : ['e'], [], movedAt)
    streams.push(`jobs-${instance}`)
  }
  const { outstandingSince, idleSince } = sagaIndex(db)
  const at = new Date('2026-01-01T00:05:00.000Z')
  const rounds = createRounds(200)
  const look = () =>
    rounds.next('waiting', (limit, after) => outstandingSince(at, limit, everywhere, after))
  const seen = [...(await look()), ...(await look()), ...(await look())]
  const waiting = streams.filter((_, n) => n % 100 !== 99)
  t.same(
    seen.map(({ stream }) => stream),
    waiting,
    'each once, in three looks',
  )
  t.equal((await look())[0]?.stream, streams[0], 'and again from the front')
  const idle = await idleSince(at, 200, [], everywhere, undefined)
  t.same(
    idle.map(({ stream }) => stream),
    ['jobs-099', 'jobs-199', 'jobs-299', 'jobs-399'],
    'who waits for nothing does not stand behind who waits long',
  )
  const [, second] = idle
  t.equal((await idleSince(at, 1, [], everywhere, second))[0]?.stream, 'jobs-299')
  await db
    .updateTable('saga_instances')
    .set({ stuck: sql`'{"WAITS_FOR_NOTHING": "2026-01-02T00:00:00.000Z"}'::jsonb` })
    .where('stream', '<', 'jobs-300')
    .execute()
  t.same(
    (await idleSince(at, 200, [], everywhere, undefined)).map(({ stream }) => stream),
    ['jobs-399'],
    'who was reported is not reported again',
  )
})
