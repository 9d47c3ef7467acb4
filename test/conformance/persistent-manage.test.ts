import {
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionDroppedError,
  PersistentSubscriptionExistsError,
  PersistentSubscriptionFailedError,
  PersistentSubscriptionMaximumSubscribersReachedError,
  streamNameFilter,
} from '@eventstore/db-client'
import t from 'tap'
import { becomes, consume, toAll, toStream } from './support/consume.ts'
import { errorOf, events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

/** A group to a stream that nobody else has. */
const create = async (settings = toStream()) => {
  const stream = unique('s')
  await client.createPersistentSubscriptionToStream(stream, 'group', settings)
  return stream
}
const createToAll = async (settings = toAll({ startFrom: 'end' })) => {
  const group = unique('g')
  await client.createPersistentSubscriptionToAll(group, settings)
  return group
}

t.test('a group can be made before its stream', async (t) => {
  const stream = await create()
  const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
  t.equal(info.eventSource, stream)
  t.equal(info.groupName, 'group')
})

const shapes = [
  { startFrom: 'start' },
  { startFrom: 'end' },
  { startFrom: 7n },
  { consumerStrategyName: 'DispatchToSingle' },
  { consumerStrategyName: 'Pinned' },
  { maxSubscriberCount: 3 },
  {
    resolveLinkTos: true,
    extraStatistics: true,
    messageTimeout: 1234,
    maxRetryCount: 4,
    checkPointAfter: 777,
    checkPointLowerBound: 5,
    checkPointUpperBound: 50,
    liveBufferSize: 60,
    readBatchSize: 7,
    historyBufferSize: 70,
  },
] as const
for (const shape of shapes) {
  t.test(
    `a group to a stream has the settings it was made with: ${Object.keys(shape).join()} ${String(Object.values(shape)[0])}`,
    async (t) => {
      const settings = toStream(shape)
      const stream = await create(settings)
      const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
      t.same(info.settings, settings)
    },
  )
}

t.test('a group to $all has the settings it was made with', async (t) => {
  for (const startFrom of ['start', 'end'] as const) {
    const settings = toAll({ startFrom, messageTimeout: 4321, maxSubscriberCount: 2 })
    const group = await createToAll(settings)
    const info = await client.getPersistentSubscriptionToAllInfo(group)
    t.equal(info.eventSource, '$all')
    t.same(info.settings, settings)
    await client.deletePersistentSubscriptionToAll(group)
  }
})

t.test('a group to $all tells the position it starts from', async (t) => {
  const { position } = await client.appendToStream(unique('s'), events(1))
  const group = await createToAll(toAll({ startFrom: position! }))
  const { settings } = await client.getPersistentSubscriptionToAllInfo(group)
  t.same(settings.startFrom, position)
  await client.deletePersistentSubscriptionToAll(group)
})

t.test('one stream has several groups, and several streams one name', async (t) => {
  const stream = await create()
  await client.createPersistentSubscriptionToStream(stream, 'other', toStream())
  await create()
  const groups = await client.listPersistentSubscriptionsToStream(stream)
  t.same(groups.map(({ groupName }) => groupName).sort(), ['group', 'other'])
})

t.test('a group that is there is not made again', async (t) => {
  const stream = await create()
  const error = await errorOf(
    client.createPersistentSubscriptionToStream(stream, 'group', toStream()),
  )
  t.ok(error instanceof PersistentSubscriptionExistsError)
  t.match(error, { streamName: stream, groupName: 'group' })
})

t.test('a group to $all that is there is not made again', async (t) => {
  const group = await createToAll()
  const error = await errorOf(client.createPersistentSubscriptionToAll(group, toAll()))
  t.ok(error instanceof PersistentSubscriptionExistsError)
  t.match(error, { streamName: '$all', groupName: group })
  await client.deletePersistentSubscriptionToAll(group)
})

t.test('a read batch must be smaller than the buffer that it goes to', async (t) => {
  const settings = toStream({ readBatchSize: 20, historyBufferSize: 20 })
  const error = await errorOf(
    client.createPersistentSubscriptionToStream(unique('s'), 'group', settings),
  )
  t.ok(error instanceof PersistentSubscriptionFailedError)
  t.match(error, { groupName: 'group', reason: /./ })
})

t.test('a group to $all can not start behind the log', async (t) => {
  const startFrom = { commit: 2n ** 50n, prepare: 2n ** 50n }
  const error = await errorOf(
    client.createPersistentSubscriptionToAll(unique('g'), toAll({ startFrom })),
  )
  t.ok(error instanceof PersistentSubscriptionFailedError)
})

t.test('$all is not a stream that a group can be made for', async (t) => {
  const error = await errorOf(
    client.createPersistentSubscriptionToStream('$all', unique('g'), toStream()),
  )
  t.ok(error instanceof PersistentSubscriptionFailedError)
})

const missing: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
  ['update', (name) => client.updatePersistentSubscriptionToStream(name, 'group', toStream())],
  ['update to $all', (name) => client.updatePersistentSubscriptionToAll(name, toAll())],
  ['delete', (name) => client.deletePersistentSubscriptionToStream(name, 'group')],
  ['delete to $all', (name) => client.deletePersistentSubscriptionToAll(name)],
  ['info', (name) => client.getPersistentSubscriptionToStreamInfo(name, 'group')],
  ['info to $all', (name) => client.getPersistentSubscriptionToAllInfo(name)],
  ['list', (name) => client.listPersistentSubscriptionsToStream(name)],
  ['replay', (name) => client.replayParkedMessagesToStream(name, 'group')],
  ['replay to $all', (name) => client.replayParkedMessagesToAll(name)],
  [
    'connect',
    async (name) => {
      throw await consume(client.subscribeToPersistentSubscriptionToStream(name, 'group')).failed()
    },
  ],
  [
    'connect to $all',
    async (name) => {
      throw await consume(client.subscribeToPersistentSubscriptionToAll(name)).failed()
    },
  ],
]
for (const [what, call] of missing) {
  t.test(`what is not there is told by name: ${what}`, async (t) => {
    const error = await errorOf(call(unique('missing')))
    t.ok(error instanceof PersistentSubscriptionDoesNotExistError, error.message)
  })
}

t.test('another group of the stream does not stand in for one that is missing', async (t) => {
  const stream = await create()
  const error = await errorOf(client.getPersistentSubscriptionToStreamInfo(stream, 'other'))
  t.ok(error instanceof PersistentSubscriptionDoesNotExistError)
  t.match(error, { streamName: stream, groupName: 'other' })
})

t.test('an update changes the settings', async (t) => {
  const stream = await create()
  const settings = toStream({ messageTimeout: 999, consumerStrategyName: 'Pinned', startFrom: 3n })
  await client.updatePersistentSubscriptionToStream(stream, 'group', settings)
  t.same((await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).settings, settings)
})

t.test('an update is checked like the making', async (t) => {
  const stream = await create()
  const settings = toStream({ readBatchSize: 9, historyBufferSize: 9 })
  const error = await errorOf(
    client.updatePersistentSubscriptionToStream(stream, 'group', settings),
  )
  t.ok(error instanceof PersistentSubscriptionFailedError)
})

t.test('an update drops the consumers', async (t) => {
  const stream = await create()
  const consumer = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
  await consumer.confirmed()
  await client.updatePersistentSubscriptionToStream(stream, 'group', toStream())
  const error = await consumer.failed()
  t.ok(error instanceof PersistentSubscriptionDroppedError)
  t.match(error, { streamName: stream, groupName: 'group' })
})

t.test('an update of a group to $all drops the consumers', async (t) => {
  const group = await createToAll()
  const consumer = consume(client.subscribeToPersistentSubscriptionToAll(group))
  await consumer.confirmed()
  await client.updatePersistentSubscriptionToAll(group, toAll({ startFrom: 'end' }))
  t.ok((await consumer.failed()) instanceof PersistentSubscriptionDroppedError)
  await client.deletePersistentSubscriptionToAll(group)
})

t.test('after an update, what was not acknowledged comes again', async (t) => {
  const stream = await create()
  await client.appendToStream(stream, events(3))
  const before = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'), 'keep')
  await before.count(3)
  await client.updatePersistentSubscriptionToStream(stream, 'group', toStream({ maxRetryCount: 2 }))
  await before.failed()
  const after = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
  t.equal((await after.count(3)).length, 3)
  await after.stop()
})

t.test('a group to $all keeps its filter over an update', async (t) => {
  const prefix = unique('kept')
  const group = unique('g')
  const filter = streamNameFilter({ prefixes: [prefix] })
  await client.createPersistentSubscriptionToAll(group, toAll({ startFrom: 'end' }), { filter })
  await client.updatePersistentSubscriptionToAll(
    group,
    toAll({ startFrom: 'end', maxRetryCount: 1 }),
  )
  const consumer = consume(client.subscribeToPersistentSubscriptionToAll(group))
  await consumer.confirmed()
  await client.appendToStream(unique('noise'), events(2))
  await client.appendToStream(`${prefix}-1`, events(1))
  const [first] = await consumer.count(1)
  t.equal(first?.event?.streamId, `${prefix}-1`)
  await consumer.stop()
  await client.deletePersistentSubscriptionToAll(group)
})

t.test('a deletion drops the consumers, and the group is gone', async (t) => {
  const stream = await create()
  const consumer = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
  await consumer.confirmed()
  await client.deletePersistentSubscriptionToStream(stream, 'group')
  t.ok((await consumer.failed()) instanceof PersistentSubscriptionDroppedError)
  const error = await errorOf(client.getPersistentSubscriptionToStreamInfo(stream, 'group'))
  t.ok(error instanceof PersistentSubscriptionDoesNotExistError)
})

t.test('a group to $all can be deleted', async (t) => {
  const group = await createToAll()
  const consumer = consume(client.subscribeToPersistentSubscriptionToAll(group))
  await consumer.confirmed()
  await client.deletePersistentSubscriptionToAll(group)
  t.ok((await consumer.failed()) instanceof PersistentSubscriptionDroppedError)
  t.ok(
    (await errorOf(client.deletePersistentSubscriptionToAll(group))) instanceof
      PersistentSubscriptionDoesNotExistError,
  )
})

t.test('a group made anew after its deletion knows nothing of the old one', async (t) => {
  const stream = await create()
  await client.appendToStream(stream, events(2))
  const before = consume(
    client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
    (event, by) => by.nack('park', 'no', event),
  )
  await before.count(2)
  await becomes(async () => {
    const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
    return stats.parkedMessageCount === 2n
  })
  await client.deletePersistentSubscriptionToStream(stream, 'group')
  await before.failed()
  await client.createPersistentSubscriptionToStream(stream, 'group', toStream())
  const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
  t.equal(stats.parkedMessageCount, 0n)
  const after = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
  t.equal((await after.count(2)).length, 2)
  await after.stop()
})

t.test('lists: all, those of a stream, those to $all', async (t) => {
  const stream = await create()
  const group = await createToAll()
  const all = await client.listAllPersistentSubscriptions()
  const names = all.map(({ eventSource, groupName }) => `${eventSource}::${groupName}`)
  t.ok(names.includes(`${stream}::group`))
  t.ok(names.includes(`$all::${group}`))
  const ofStream = await client.listPersistentSubscriptionsToStream(stream)
  t.same(
    ofStream.map(({ eventSource }) => eventSource),
    [stream],
  )
  const toLog = await client.listPersistentSubscriptionsToAll()
  t.ok(toLog.some(({ groupName }) => groupName === group))
  t.same(new Set(toLog.map(({ eventSource }) => eventSource)), new Set(['$all']))
  await client.deletePersistentSubscriptionToAll(group)
})

t.test(
  'no more consumers than the group takes, and a place that is left is free again',
  async (t) => {
    const stream = await create(toStream({ maxSubscriberCount: 1 }))
    const connect = () => consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
    const first = connect()
    await first.confirmed()
    const error = await connect().failed()
    t.ok(error instanceof PersistentSubscriptionMaximumSubscribersReachedError)
    t.match(error, { streamName: stream, groupName: 'group' })
    await first.stop()
    await becomes(async () => {
      const { connections } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group')
      return connections.length === 0
    })
    const second = connect()
    await second.confirmed()
    await second.stop()
  },
)

t.test('names need not be ASCII', async (t) => {
  const stream = unique('größe-')
  await client.createPersistentSubscriptionToStream(stream, 'gruppe ä', toStream())
  await client.appendToStream(stream, events(1))
  const consumer = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'gruppe ä'))
  await consumer.count(1)
  const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'gruppe ä')
  t.equal(info.groupName, 'gruppe ä')
  await consumer.stop()
})

t.test('a restart of the subsystem drops consumers and keeps groups', async (t) => {
  const stream = await create()
  await client.appendToStream(stream, events(2))
  const before = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'), 'keep')
  await before.count(2)
  await client.restartPersistentSubscriptionSubsystem()
  t.ok((await before.failed()) instanceof PersistentSubscriptionDroppedError)
  const after = consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group'))
  t.equal((await after.count(2)).length, 2)
  await after.stop()
})
