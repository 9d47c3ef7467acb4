import { sql } from 'kysely'
import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
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
  const found = await sagaIndex(db).stalledSince(at, 10, ['devices'], everywhere)
  t.same(found.map(({ stream }) => stream).sort(), [
    'devices-open-effect',
    'jobs-open-effect',
    'jobs-waits-for-nothing',
  ])
  const all = await sagaIndex(db).stalledSince(at, 10, [], everywhere)
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
  const found = await sagaIndex(db).stalledSince(
    new Date('2026-01-01T00:05:00.000Z'),
    99,
    [],
    [own],
  )
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
