import { EventStoreDBClient } from '@eventstore/db-client'
import { Client, status } from '@grpc/grpc-js'
import t from 'tap'
import { connectionOf } from './support/connection.ts'
import { collect, errorOf, events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'
import { rawClient, soon, unary } from './support/raw.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

t.test(
  'a client finds the node by gossip',
  { skip: node.embedded ? false : 'answers of the embedded node' },
  async (t) => {
    const { port } = new URL(node.connectionString)
    const hosts = `127.0.0.1:${port},127.0.0.1:${port}`
    const discovering = EventStoreDBClient.connectionString(`esdb://${hosts}?tls=false`)
    const stream = unique('s')
    await discovering.appendToStream(stream, events(1))
    t.equal((await collect(client.readStream(stream))).length, 1)
    await discovering.dispose()
  },
)

t.test('what is asked of a leader is answered', async (t) => {
  const stream = unique('s')
  await client.appendToStream(stream, events(1), { requiresLeader: true })
  t.equal((await collect(client.readStream(stream, { requiresLeader: true }))).length, 1)
})

const elsewhere: readonly (readonly [string, string])[] = [
  ['the replication of a cluster', 'cluster.Elections/Prepare'],
  ['redaction', 'redaction.Redaction/SwitchChunks'],
]
for (const [what, method] of elsewhere) {
  t.test(
    `what is not served says so: ${what}`,
    { skip: node.embedded ? false : 'answers of the embedded node' },
    async (t) => {
      const raw = rawClient(connectionOf(node.connectionString), Client)
      const path = `/event_store.client.${method}`
      const asIs = (bytes: Buffer): Buffer => bytes
      const call = unary<Buffer>((done) =>
        raw.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), soon(), done),
      )
      const error = await errorOf(call)
      t.match(error, { code: status.UNIMPLEMENTED })
      t.match(error.message, path)
      raw.close()
    },
  )
}
