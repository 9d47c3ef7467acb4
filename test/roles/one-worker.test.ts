import t from 'tap'
import type { HubTables } from '../../ops/hub/connections.ts'
import { startWorkerRole } from '../../ops/hub/roles/worker.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { servicesOn } from '../kit/services.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { eventually } from '../servers/eventually.ts'
import { startTestPostgres } from '../servers/postgres.ts'

const [store, server] = await Promise.all([startTestEventStore(), startTestPostgres()])
const postgres = await connectPostgres<HubTables>(server.url)
t.teardown(async () => {
  await postgres.close()
  await Promise.all([store.stop(), server.stop()])
})

t.test('providers are opened by the worker that holds the lease, and by no other', async (t) => {
  const open = new Set<string>()
  let most = 0
  const worker = (name: string) =>
    startWorkerRole(
      servicesOn(store.eventStore),
      { postgres, postgresUrl: server.url },
      async () => {
        open.add(name)
        most = Math.max(most, open.size)
        return {
          registry: () => {
            throw new Error('nothing was requested')
          },
          close: async () => {
            open.delete(name)
          },
        }
      },
      createLogger('silent'),
    )
  const workers = new Map([
    ['first', worker('first')],
    ['second', worker('second')],
  ])
  const holder = await eventually(() => [...open][0])
  const waiting = holder === 'first' ? 'second' : 'first'
  await workers.get(holder)?.stop()
  t.equal(await eventually(() => [...open][0]), waiting, 'the next takes over')
  await workers.get(waiting)?.stop()
  t.equal(open.size, 0, 'and leaves nothing open')
  t.equal(most, 1, 'never two at a time')
})
