import t from 'tap'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { NewEvent } from '../../../platform/event-store/types.ts'
import { freePort } from '../../../test/servers/free-port.ts'
import { keepEventStore } from './keep.ts'
import { startEventStore } from './start.ts'

const event = (id: string): NewEvent => ({
  id,
  type: 'Counted',
  data: {},
  metadata: {
    $correlationId: id,
    $causationId: id,
    commandId: id,
    inputHash: '',
    actor: { kind: 'system', id: 'test' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    schema: 1,
  },
})

t.test('killed again and again, it comes back on its port with all it had', async (t) => {
  const troubles: string[] = []
  const store = await keepEventStore({
    dataDir: t.testdir(),
    port: 0,
    onTrouble: (text) => void troubles.push(text),
  })
  const client = connectEventStore(store.connectionString, { deadlineMs: 60_000 })
  t.teardown(() => client.close())
  for (let round = 0n; round < 3n; round += 1n) {
    process.kill(store.pid(), 'SIGKILL')
    const id = `00000000-0000-4000-8000-00000000000${round.toString()}`
    const expected = round === 0n ? 'no-stream' : round - 1n
    const appended = await client.append('count-1', [event(id)], expected)
    t.match(appended, { kind: 'appended', revision: round })
  }
  t.equal((await client.read('count-1')).length, 3)
  t.match(troubles.join('\n'), /ended \(SIGKILL\)/)
  t.match(troubles.join('\n'), /runs again on port/)
  await store.stop()
})

t.test('a stop is no death: nothing is started again', async (t) => {
  const dataDir = t.testdir()
  const troubles: string[] = []
  const store = await keepEventStore({ dataDir, onTrouble: (text) => void troubles.push(text) })
  await store.stop()
  t.same(troubles, [])
  const other = await startEventStore({ dataDir, patienceMs: 0 })
  await other.stop()
})

t.test('a stop while it is being started again leaves nothing behind', async (t) => {
  const dataDir = t.testdir()
  let died = (): void => undefined
  const dead = new Promise<void>((resolve) => {
    died = resolve
  })
  const store = await keepEventStore({ dataDir, onTrouble: () => died() })
  process.kill(store.pid(), 'SIGKILL')
  await dead
  await store.stop()
  const other = await startEventStore({ dataDir, patienceMs: 0 })
  await other.stop()
})

t.test('the first start fails as any', async (t) => {
  const dataDir = t.testdir()
  const port = await freePort()
  const holder = await startEventStore({ dataDir, port })
  await t.rejects(keepEventStore({ dataDir, port: 0, patienceMs: 0 }), {
    code: 'directory-in-use',
  })
  await holder.stop()
})
