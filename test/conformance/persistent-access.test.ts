import { AccessDeniedError } from '@eventstore/db-client'
import t from 'tap'
import type { Credentials } from './support/connection.ts'
import { becomes, consume, toAll, toStream } from './support/consume.ts'
import { errorOf, events } from './support/events.ts'
import { unique } from './support/node.ts'
import { secureNode, securityOff } from './support/secure-node.ts'
import { usersApi } from './support/users.ts'

t.setTimeout(120_000)

const off = securityOff()
if (off !== false) {
  t.test('who may what with groups', { skip: off }, () => undefined)
} else {
  const node = await secureNode()
  const api = usersApi(node.connection, node.admin)
  t.teardown(async () => {
    api.close()
    await node.close()
  })
  const newUser = async (groups: readonly string[]): Promise<Credentials> => {
    const login = { username: unique('u'), password: 'a password of these tests' }
    await api.create(login.username, login.password, groups)
    return login
  }
  const admin = node.as(node.admin)
  const somebody = await newUser([])
  const user = node.as(somebody)
  const operator = node.as(await newUser(['$ops']))
  const nobody = node.as()
  const denied = async (call: Promise<unknown>): Promise<boolean> =>
    (await errorOf(call)) instanceof AccessDeniedError

  t.test('operators make, change, replay and delete groups', async (t) => {
    const stream = unique('s')
    await operator.createPersistentSubscriptionToStream(stream, 'group', toStream())
    await operator.updatePersistentSubscriptionToStream(stream, 'group', toStream())
    await operator.replayParkedMessagesToStream(stream, 'group')
    await operator.deletePersistentSubscriptionToStream(stream, 'group')
    t.pass()
  })

  t.test('others may not', async (t) => {
    const stream = unique('s')
    await admin.createPersistentSubscriptionToStream(stream, 'group', toStream())
    for (const client of [user, nobody]) {
      t.ok(await denied(client.createPersistentSubscriptionToStream(stream, 'g', toStream())))
      t.ok(await denied(client.createPersistentSubscriptionToAll(unique('g'), toAll())))
      t.ok(await denied(client.updatePersistentSubscriptionToStream(stream, 'group', toStream())))
      t.ok(await denied(client.deletePersistentSubscriptionToStream(stream, 'group')))
      t.ok(await denied(client.replayParkedMessagesToStream(stream, 'group')))
      t.ok(await denied(client.restartPersistentSubscriptionSubsystem()))
    }
    await admin.deletePersistentSubscriptionToStream(stream, 'group')
  })

  t.test('who may read the stream may consume; the group knows who does', async (t) => {
    const stream = unique('s')
    await admin.appendToStream(stream, events(2))
    await admin.createPersistentSubscriptionToStream(stream, 'group', toStream())
    const consumer = consume(user.subscribeToPersistentSubscriptionToStream(stream, 'group'))
    await consumer.count(2)
    const { connections } = await user.getPersistentSubscriptionToStreamInfo(stream, 'group')
    t.same(
      connections.map(({ username }) => username),
      [somebody.username],
    )
    await consumer.stop()
    await admin.deletePersistentSubscriptionToStream(stream, 'group')
  })

  t.test('who may not read the stream may not consume', async (t) => {
    const stream = unique('s')
    await admin.setStreamMetadata(stream, { acl: { readRoles: ['$admins'] } })
    await admin.appendToStream(stream, events(1))
    await admin.createPersistentSubscriptionToStream(stream, 'group', toStream())
    const denials = [user, nobody].map((client) =>
      consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group')).failed(),
    )
    for (const error of await Promise.all(denials)) t.ok(error instanceof AccessDeniedError)
    const consumer = consume(admin.subscribeToPersistentSubscriptionToStream(stream, 'group'))
    await consumer.count(1)
    await consumer.stop()
    await admin.deletePersistentSubscriptionToStream(stream, 'group')
  })

  t.test('a group to $all is for those who may read $all', async (t) => {
    const group = unique('g')
    await admin.createPersistentSubscriptionToAll(group, toAll({ startFrom: 'end' }))
    const error = await consume(user.subscribeToPersistentSubscriptionToAll(group)).failed()
    t.ok(error instanceof AccessDeniedError)
    await admin.deletePersistentSubscriptionToAll(group)
  })

  t.test('what groups write is for administrators', async (t) => {
    const stream = unique('s')
    await admin.appendToStream(stream, events(1))
    await admin.createPersistentSubscriptionToStream(stream, 'group', toStream())
    const consumer = consume(
      admin.subscribeToPersistentSubscriptionToStream(stream, 'group'),
      (event, by) => by.nack('park', 'no', event),
    )
    await becomes(async () => {
      const { stats } = await admin.getPersistentSubscriptionToStreamInfo(stream, 'group')
      return stats.parkedMessageCount === 1n
    })
    await consumer.stop()
    const parked = user.readStream(`$persistentsubscription-${stream}::group-parked`)
    const error = await errorOf(
      (async () => {
        for await (const event of parked) t.fail(`${event.event?.id ?? ''} was shown`)
      })(),
    )
    t.ok(error instanceof AccessDeniedError)
    await admin.deletePersistentSubscriptionToStream(stream, 'group')
  })
}
