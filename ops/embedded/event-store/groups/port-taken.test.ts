import { once } from 'node:events'
import { createServer } from 'node:net'
import {
  EventStoreDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client'
import t from 'tap'
import { runEventStore } from '../run.ts'

// What went on running would keep this process, and the test would never end.
t.test('a node that finds its port taken leaves no group running', async (t) => {
  const directory = t.testdir()
  const first = await runEventStore(directory, { port: 0 })
  const client = EventStoreDBClient.connectionString(first.connectionString)
  const settings = persistentSubscriptionToStreamSettingsFromDefaults()
  await client.createPersistentSubscriptionToStream('stream', 'group', settings)
  await client.dispose()
  await first.close()

  const taken = createServer().listen(first.port, '127.0.0.1')
  await once(taken, 'listening')
  await t.rejects(runEventStore(directory, { port: first.port }), { code: 'EADDRINUSE' })
  taken.close()
})
