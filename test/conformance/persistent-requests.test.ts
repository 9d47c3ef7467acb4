import { finished } from 'node:stream/promises'
import persistentGrpc from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import persistent from '@eventstore/db-client/generated/persistent_pb.js'
import type {
  CreateResp,
  GetInfoResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/persistent_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { ClientDuplexStream } from '@grpc/grpc-js'
import { status } from '@grpc/grpc-js'
import t from 'tap'
import { connectionOf, headersOf } from './support/connection.ts'
import { becomes } from './support/consume.ts'
import { events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'
import { rawClient, refusalOf, unary } from './support/raw.ts'

/** Requests as other clients write them: newer ones, older ones and wrong ones. */
t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node
const connection = connectionOf(node.connectionString)
const raw = rawClient(connection, persistentGrpc.PersistentSubscriptionsClient)
t.teardown(() => raw.close())
const headers = headersOf(connection.login)

const identifier = (stream: string): InstanceType<typeof shared.StreamIdentifier> => {
  const name = new shared.StreamIdentifier()
  name.setStreamName(Buffer.from(stream))
  return name
}
const settings = () => {
  const all = new persistent.CreateReq.Settings()
  all.setMessageTimeoutTicks('300000000')
  all.setCheckpointAfterTicks('20000000')
  all.setMaxRetryCount(3)
  all.setMinCheckpointCount(1)
  all.setMaxCheckpointCount(1)
  all.setLiveBufferSize(50)
  all.setReadBatchSize(10)
  all.setHistoryBufferSize(50)
  return all
}
const create = (
  stream: string,
  change: (options: InstanceType<typeof persistent.CreateReq.Options>) => void,
): Promise<CreateResp> => {
  const options = new persistent.CreateReq.Options()
  const from = new persistent.CreateReq.StreamOptions()
  from.setStreamIdentifier(identifier(stream))
  from.setStart(new shared.Empty())
  options.setStream(from)
  options.setGroupName('group')
  options.setSettings(settings())
  change(options)
  const request = new persistent.CreateReq()
  request.setOptions(options)
  return unary((done) => raw.create(request, headers, done))
}
const infoOf = async (stream: string) => {
  const options = new persistent.GetInfoReq.Options()
  options.setStreamIdentifier(identifier(stream))
  options.setGroupName('group')
  const request = new persistent.GetInfoReq()
  request.setOptions(options)
  const reply = await unary<GetInfoResp>((done) => raw.getInfo(request, headers, done))
  return reply.getSubscriptionInfo()!
}

type Call = ClientDuplexStream<ReadReq, ReadResp>

const connect = (stream: string, bufferSize = 10, structured = false) => {
  const ids = new persistent.ReadReq.Options.UUIDOption()
  if (structured) ids.setStructured(new shared.Empty())
  else ids.setString(new shared.Empty())
  const options = new persistent.ReadReq.Options()
  options.setStreamIdentifier(identifier(stream))
  options.setGroupName('group')
  options.setBufferSize(bufferSize)
  options.setUuidOption(ids)
  const request = new persistent.ReadReq()
  request.setOptions(options)
  const call: Call = raw.read(headers)
  const replies: ReadResp[] = []
  call.on('data', (reply: ReadResp) => replies.push(reply))
  call.on('error', () => {})
  call.write(request)
  return { call, replies, received: () => replies.filter((reply) => reply.hasEvent()) }
}

t.test('the newer form of the stream, times in ticks', async (t) => {
  const stream = unique('s')
  await create(stream, () => {})
  const info = await infoOf(stream)
  t.equal(info.getStartFrom(), '0')
  t.equal(info.getMessageTimeoutMilliseconds(), 30_000)
  t.equal(info.getCheckPointAfterMilliseconds(), 2_000)
  t.equal(info.getNamedConsumerStrategy(), 'DispatchToSingle')
})

t.test('a revision, or the end, in the newer form', async (t) => {
  const [first, second] = [unique('s'), unique('s')]
  await create(first, (options) => options.getStream()?.setRevision('12'))
  t.equal((await infoOf(first)).getStartFrom(), '12')
  await create(second, (options) => options.getStream()?.setEnd(new shared.Empty()))
  t.equal((await infoOf(second)).getStartFrom(), '-1')
})

t.test('a strategy by its name, pinned by correlation', async (t) => {
  const stream = unique('s')
  await create(stream, (options) =>
    options.getSettings()?.setConsumerStrategy('PinnedByCorrelation'),
  )
  t.equal((await infoOf(stream)).getNamedConsumerStrategy(), 'PinnedByCorrelation')
  const consumers = [connect(stream), connect(stream), connect(stream)]
  await becomes(async () => (await infoOf(stream)).getConnectionsList().length === 3)
  for (let i = 0; i < 6; i++) {
    const [event] = events(1, 'Counted', i)
    await client.appendToStream(stream, { ...event!, metadata: { $correlationId: `c${i % 2}` } })
  }
  const all = () => consumers.map(({ received }) => received())
  await becomes(() => all().flat().length === 6)
  for (const own of all()) t.ok([0, 3, 6].includes(own.length), `${own.length}`)
  for (const { call } of consumers) call.cancel()
})

t.test('a strategy that nobody knows is refused', async (t) => {
  const wrong = create(unique('s'), (options) => options.getSettings()?.setConsumerStrategy('Luck'))
  t.not((await refusalOf(wrong)).code, status.OK)
})

t.test('ids in halves are sent and understood', async (t) => {
  const stream = unique('s')
  await create(stream, () => {})
  const [event] = events(1)
  await client.appendToStream(stream, event!)
  const { call, received } = connect(stream, 10, true)
  await becomes(() => received().length === 1)
  const id = received()[0]?.getEvent()?.getEvent()?.getId()
  t.equal(id?.hasStructured(), true)
  const ack = new persistent.ReadReq.Ack()
  ack.addIds(id)
  const request = new persistent.ReadReq()
  request.setAck(ack)
  call.write(request)
  await becomes(async () => (await infoOf(stream)).getTotalInFlightMessages() === 0)
  call.cancel()
})

t.test('the first message must name the group', async (t) => {
  const call: Call = raw.read(headers)
  call.resume()
  const ended = finished(call)
  const request = new persistent.ReadReq()
  request.setAck(new persistent.ReadReq.Ack())
  call.write(request)
  t.not((await refusalOf(ended)).code, status.OK)
})

t.test('a consumer that has said all it has to say leaves', async (t) => {
  const stream = unique('s')
  await create(stream, () => {})
  const { call } = connect(stream)
  await becomes(async () => (await infoOf(stream)).getConnectionsList().length === 1)
  call.cancel()
  await becomes(async () => (await infoOf(stream)).getConnectionsList().length === 0)
  t.pass()
})

t.test('a name that is no header still comes back in the trailers', async (t) => {
  const stream = unique('größe')
  await create(stream, () => {})
  const refusal = await refusalOf(create(stream, () => {}))
  t.match(refusal, {
    code: status.ALREADY_EXISTS,
    exception: 'persistent-subscription-exists',
    trailers: { 'group-name': 'group' },
  })
})
