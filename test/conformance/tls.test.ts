import { once } from 'node:events'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccessDeniedError } from '@eventstore/db-client'
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import monitoring from '@eventstore/db-client/generated/monitoring_grpc_pb.js'
import stats from '@eventstore/db-client/generated/monitoring_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import users from '@eventstore/db-client/generated/users_grpc_pb.js'
import messages from '@eventstore/db-client/generated/users_pb.js'
import { Metadata, status } from '@grpc/grpc-js'
import t from 'tap'
import { passwordFileOf } from '../../ops/embedded/event-store/security/standard-users.ts'
import { EventStoreNotStarted, startEventStore } from '../../ops/embedded/event-store/start.ts'
import { writeCertificate } from '../servers/certificate.ts'
import { connectionOf, urlAs } from './support/connection.ts'
import { collect, errorOf, events } from './support/events.ts'
import { unique } from './support/node.ts'
import { everything, rawClient, refusalOf, soon, unary } from './support/raw.ts'
import { secureNode, securityOff } from './support/secure-node.ts'
import { usersApi } from './support/users.ts'

t.setTimeout(120_000)

const off = securityOff()
if (off !== false) {
  t.test('TLS and credentials', { skip: off }, () => undefined)
} else {
  const node = await secureNode()
  const { connection, admin } = node
  t.teardown(node.close)
  const empty = new shared.Empty()

  t.test('events go over TLS', async (t) => {
    const client = node.as(admin)
    const stream = unique('tls')
    await client.appendToStream(stream, events(3))
    t.equal((await collect(client.readStream(stream))).length, 3)
  })
  t.test('without TLS the node does not answer', async (t) => {
    const plain = rawClient({ ...connection, secure: false }, gossip.GossipClient)
    const { code } = await refusalOf(
      unary<ClusterInfo>((done) => plain.read(empty, new Metadata(), soon(), done)),
    )
    t.equal(code, status.UNAVAILABLE)
    plain.close()
  })
  t.test('a client that does not trust the certificate does not connect', async (t) => {
    const url = connection.url.replace(/&?tlsCAFile=[^&]*/i, '')
    const distrusting = rawClient(connectionOf(url), gossip.GossipClient)
    const call = unary<ClusterInfo>((done) => distrusting.read(empty, new Metadata(), soon(), done))
    t.equal((await refusalOf(call)).code, status.UNAVAILABLE)
    distrusting.close()
  })

  const strangers: readonly (readonly [string, string])[] = [
    ['a wrong password', Buffer.from(`${admin.username}:wrong`).toString('base64')],
    ['an unknown user', Buffer.from(`${unique('u')}:${admin.password}`).toString('base64')],
    ['no password', Buffer.from(admin.username).toString('base64')],
    ['an empty password', Buffer.from(`${admin.username}:`).toString('base64')],
    ['what is no base64', '%%%'],
  ]
  for (const [what, encoded] of strangers) {
    t.test(`credentials with ${what} are refused`, async (t) => {
      const client = rawClient(connection, users.UsersClient)
      const headers = new Metadata()
      headers.set('authorization', `Basic ${encoded}`)
      const call = everything(client.details(new messages.DetailsReq(), headers, soon()))
      t.equal((await refusalOf(call)).code, status.UNAUTHENTICATED)
      client.close()
    })
  }
  t.test('the official client calls a wrong password access denied', async (t) => {
    const stranger = node.as({ ...admin, password: 'wrong' })
    const error = await errorOf(collect(stranger.readStream(unique('s'))))
    t.ok(error instanceof AccessDeniedError, error.message)
  })
  t.test('a call may bring credentials of its own', async (t) => {
    const client = node.as()
    await t.rejects(collect(client.readAll({ maxCount: 1 })))
    await t.resolves(collect(client.readAll({ maxCount: 1, credentials: admin })))
  })
  t.test('what the node can is told to everybody', async (t) => {
    const client = rawClient(connection, features.ServerFeaturesClient)
    const told = await unary<SupportedMethods>((done) =>
      client.getSupportedMethods(empty, new Metadata(), soon(), done),
    )
    t.match(told.getEventStoreServerVersion(), /^\d+\.\d+\.\d+/)
    t.ok(told.getMethodsList().length > 0)
    client.close()
  })
  t.test('gossip is told to everybody, with an address that can be reached', async (t) => {
    const client = rawClient(connection, gossip.GossipClient)
    const cluster = await unary<ClusterInfo>((done) =>
      client.read(empty, new Metadata(), soon(), done),
    )
    const [member] = cluster.getMembersList()
    t.ok(member?.getIsAlive())
    const { address = '', port = 0 } = member?.getHttpEndPoint()?.toObject() ?? {}
    const url = urlAs(connection, admin).replace(connection.address, `${address}:${port}`)
    const reached = rawClient(connectionOf(url), gossip.GossipClient)
    await unary<ClusterInfo>((done) => reached.read(empty, new Metadata(), soon(), done))
    client.close()
    reached.close()
  })

  const ours = { skip: node.embedded ? false : 'a matter of the embedded node' }

  t.test('figures are told to everybody', ours, async (t) => {
    const client = rawClient(connection, monitoring.MonitoringClient)
    const call = client.stats(new stats.StatsReq(), new Metadata(), soon())
    const [figures] = await once(call, 'data')
    t.ok(figures instanceof stats.StatsResp)
    call.on('error', () => undefined)
    call.cancel()
    client.close()
  })

  t.test('passwords: made up once, kept in a file of the node’s own', ours, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'qhub-passwords-'))
    t.teardown(() => rm(directory, { recursive: true, force: true }))
    const { certificate, key } = writeCertificate(directory)
    const dataDir = join(directory, 'data')
    const args = ['--tls-cert', certificate, '--tls-key', key]
    const start = (env: Record<string, string> = {}) =>
      startEventStore({ dataDir, port: 0, args, env })
    const logsIn = async (url: string, password: string): Promise<boolean> => {
      const own = connectionOf(`${url}&tlsCAFile=${certificate}`)
      const api = usersApi(own, { username: 'admin', password })
      const answer = await api.details('ops').then(
        () => true,
        () => false,
      )
      api.close()
      return answer
    }

    const first = await start({ QHUB_EMBEDDED_EVENTSTORE_ADMIN_PASSWORD: 'given at first' })
    t.equal(await logsIn(first.connectionString, 'given at first'), true)
    t.throws(() => statSync(passwordFileOf(dataDir, 'admin')), 'a given one is not written down')
    t.equal(statSync(passwordFileOf(dataDir, 'ops')).mode & 0o777, 0o600)
    await first.stop()

    const second = await start({ QHUB_EMBEDDED_EVENTSTORE_ADMIN_PASSWORD: 'another' })
    t.equal(await logsIn(second.connectionString, 'given at first'), true)
    t.equal(await logsIn(second.connectionString, 'another'), false)
    await second.stop()
  })
  t.test('without TLS the node listens to this machine alone', ours, async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'qhub-open-'))
    t.teardown(() => rm(dataDir, { recursive: true, force: true }))
    const start = startEventStore({ dataDir, port: 0, args: ['--host', '0.0.0.0'] })
    const error = await errorOf(start)
    t.ok(error instanceof EventStoreNotStarted)
    t.match(error.message, /this machine alone/)
  })
}
