import {
  AccessDeniedError,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type EventStoreDBClient,
} from '@eventstore/db-client'
import operations from '@eventstore/db-client/generated/operations_pb.js'
import grpc from '@eventstore/db-client/generated/operations_grpc_pb.js'
import type { ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js'
import { status } from '@grpc/grpc-js'
import t from 'tap'
import { headersOf, type Credentials } from './support/connection.ts'
import { errorOf, events } from './support/events.ts'
import { unique } from './support/node.ts'
import { projectionsOff } from './support/projections.ts'
import { rawClient, refusalOf, soon, unary } from './support/raw.ts'
import { secureNode, securityOff } from './support/secure-node.ts'
import { usersApi } from './support/users.ts'
import { within } from './support/watch.ts'

t.setTimeout(120_000)

const off = securityOff()
if (off !== false) {
  t.test('what roles may do', { skip: off }, () => undefined)
} else {
  const node = await secureNode()
  const api = usersApi(node.connection, node.admin)
  t.teardown(async () => {
    api.close()
    await node.close()
  })
  const newUser = async (groups: readonly string[]): Promise<Credentials> => {
    const user = { username: unique('u'), password: 'a password of these tests' }
    await api.create(user.username, user.password, groups)
    return user
  }
  const plainUser = await newUser([])
  const operatorUser = await newUser(['$ops'])
  const admin = node.as(node.admin)
  const operator = node.as(operatorUser)
  const user = node.as(plainUser)
  const nobody = node.as()

  const settings = persistentSubscriptionToStreamSettingsFromDefaults()
  const create = (client: EventStoreDBClient, stream: string, group: string) =>
    client.createPersistentSubscriptionToStream(stream, group, settings)

  type Deed = (client: EventStoreDBClient, stream: string, group: string) => Promise<unknown>
  const onGroups: readonly (readonly [string, Deed])[] = [
    ['creating', (client, stream) => create(client, stream, unique('g'))],
    [
      'updating',
      (client, stream, group) =>
        client.updatePersistentSubscriptionToStream(stream, group, settings),
    ],
    [
      'replaying what is parked',
      (client, stream, group) => client.replayParkedMessagesToStream(stream, group),
    ],
    [
      'deleting',
      (client, stream, group) => client.deletePersistentSubscriptionToStream(stream, group),
    ],
  ]
  for (const [what, deed] of onGroups) {
    t.test(`persistent subscriptions: ${what} is the operators'`, async (t) => {
      const stream = unique('s')
      const group = unique('g')
      await create(admin, stream, group)
      for (const client of [user, nobody]) {
        const error = await errorOf(deed(client, stream, group))
        t.ok(error instanceof AccessDeniedError, `${error.name}: ${error.message}`)
      }
      await t.resolves(deed(operator, stream, group))
    })
  }

  /** What becomes of somebody who connects: an event, or an error. */
  const connect = (client: EventStoreDBClient, stream: string, group: string) => {
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group)
    const outcome = new Promise<unknown>((resolve) => {
      subscription.on('data', resolve)
      subscription.on('error', resolve)
    })
    return within(outcome, 'an event or an error').finally(() => subscription.unsubscribe())
  }
  const aGroup = async (acl?: { readRoles: string[] }) => {
    const stream = unique('s')
    const group = unique('g')
    await admin.appendToStream(stream, events(1))
    if (acl !== undefined) await admin.setStreamMetadata(stream, { acl })
    const fromStart = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: 'start' })
    await admin.createPersistentSubscriptionToStream(stream, group, fromStart)
    return [stream, group] as const
  }
  t.test('a consumer needs no role where a stream is open, but a name', async (t) => {
    const [stream, group] = await aGroup()
    t.notOk((await connect(user, stream, group)) instanceof Error)
    t.ok((await connect(nobody, stream, group)) instanceof AccessDeniedError)
  })
  t.test('a consumer needs the right to read the stream', async (t) => {
    const [stream, group] = await aGroup({ readRoles: ['somebody else'] })
    t.ok((await connect(user, stream, group)) instanceof AccessDeniedError)
    t.notOk((await connect(admin, stream, group)) instanceof Error)
  })
  t.test('who is somebody may ask how a group fares', async (t) => {
    const [stream, group] = await aGroup()
    const info = (client: EventStoreDBClient) =>
      client.getPersistentSubscriptionToStreamInfo(stream, group)
    t.equal((await info(user)).groupName, group)
    t.ok((await errorOf(info(nobody))) instanceof AccessDeniedError)
  })

  const scavengeBy = async (by?: Credentials): Promise<ScavengeResp> => {
    const client = rawClient(node.connection, grpc.OperationsClient)
    const request = new operations.StartScavengeReq()
    const options = new operations.StartScavengeReq.Options()
    options.setThreadCount(1)
    request.setOptions(options)
    try {
      return await unary<ScavengeResp>((done) =>
        client.startScavenge(request, headersOf(by), soon(), done),
      )
    } finally {
      client.close()
    }
  }
  t.test("a scavenge is the operators'", async (t) => {
    for (const by of [plainUser, undefined]) {
      const { code, exception } = await refusalOf(scavengeBy(by))
      t.same([code, exception], [status.PERMISSION_DENIED, 'access-denied'])
    }
    t.ok((await scavengeBy(operatorUser)).getScavengeId())
  })

  const noProjections = await projectionsOff(admin)
  t.test('projections are told of to who is somebody', { skip: noProjections }, async (t) => {
    await t.resolves(user.listProjections())
    t.ok((await errorOf(nobody.listProjections())) instanceof AccessDeniedError)
  })
  t.test(
    'projections are changed by operators',
    { skip: node.embedded ? false : 'a rule of the embedded node' },
    async (t) => {
      const error = await errorOf(user.enableProjection('$streams'))
      t.ok(error instanceof AccessDeniedError, error.message)
      await t.resolves(operator.enableProjection('$streams'))
      await t.resolves(operator.disableProjection('$streams'))
    },
  )
}
