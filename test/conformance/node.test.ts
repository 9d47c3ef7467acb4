import {
  EventStoreDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client'
import t from 'tap'
import { collect, errorOf, events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

t.test('a client finds the node by gossip', { skip: !node.embedded }, async (t) => {
  const { port } = new URL(node.connectionString)
  const hosts = `127.0.0.1:${port},127.0.0.1:${port}`
  const discovering = EventStoreDBClient.connectionString(`esdb://${hosts}?tls=false`)
  const stream = unique('s')
  await discovering.appendToStream(stream, events(1))
  t.equal((await collect(client.readStream(stream))).length, 1)
  await discovering.dispose()
})

t.test('what is asked of a leader is answered', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(1), { requiresLeader: true })
  t.equal((await collect(client.readStream(stream, { requiresLeader: true }))).length, 1)
})

const missing: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['projections', () => client.getProjectionStatus('$by_category')],
  ['custom projections', () => client.createProjection('p', 'fromAll()')],
  [
    'persistent subscriptions',
    () =>
      client.createPersistentSubscriptionToStream(
        unique('s'),
        'group',
        persistentSubscriptionToStreamSettingsFromDefaults(),
      ),
  ],
]
for (const [what, call] of missing) {
  t.test(`what is not served says so: ${what}`, { skip: !node.embedded }, async (t) => {
    t.match((await errorOf(call())).message, /not served by the embedded event store/)
  })
}
