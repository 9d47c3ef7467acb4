import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import type { HubTables } from './connections.ts'
import { sagaIndex } from './saga-index.ts'

const server = await startTestPostgres()
const { db, close } = await connectPostgres<HubTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

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
  const found = await sagaIndex(db).stalledSince(at, 10, ['devices'])
  t.same(found.map(({ stream }) => stream).sort(), [
    'devices-open-effect',
    'jobs-open-effect',
    'jobs-waits-for-nothing',
  ])
  const all = await sagaIndex(db).stalledSince(at, 10, [])
  t.ok(
    all.some(({ stream }) => stream === 'devices-rests'),
    'resting is a saga’s own word',
  )
})
