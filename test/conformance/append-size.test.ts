import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { AppendResp, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import { status } from '@grpc/grpc-js'
import t from 'tap'
import { connectionOf, headersOf } from './support/connection.ts'
import { collect } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'
import { rawClient, refusalOf, soon, unary } from './support/raw.ts'

/** An append that is too large is refused when it has become so: its client may never come to an end. */
const node = await conformanceNode()
t.teardown(node.close)
const connection = connectionOf(node.connectionString)
const raw = rawClient(connection, streamsGrpc.StreamsClient)
t.teardown(() => raw.close())
const headers = headersOf(connection.login)

const half = 700 * 1024

const uuid = (text: string) => {
  const id = new shared.UUID()
  id.setString(text)
  return id
}
const identifier = (stream: string) => {
  const name = new shared.StreamIdentifier()
  name.setStreamName(Buffer.from(stream))
  return name
}
type Message =
  | InstanceType<typeof streams.AppendReq.ProposedMessage>
  | InstanceType<typeof streams.BatchAppendReq.ProposedMessage>

const filled = <M extends Message>(message: M, size: number): M => {
  message.setId(uuid(randomUUID()))
  message.getMetadataMap().set('type', 'T')
  message.getMetadataMap().set('content-type', 'application/octet-stream')
  message.setData(Buffer.alloc(size))
  return message
}

const begin = (stream: string) => {
  const options = new streams.AppendReq.Options()
  options.setStreamIdentifier(identifier(stream))
  options.setAny(new shared.Empty())
  const request = new streams.AppendReq()
  request.setOptions(options)
  return request
}
const next = (size: number) => {
  const request = new streams.AppendReq()
  request.setProposedMessage(filled(new streams.AppendReq.ProposedMessage(), size))
  return request
}

t.test('classic append: while its events still come', async (t) => {
  const stream = unique('s')
  const refused = unary<AppendResp>((callback) => {
    const call = raw.append(headers, soon(), callback)
    for (const request of [begin(stream), next(half), next(half)]) call.write(request)
  })
  const { code, exception, trailers } = await refusalOf(refused)
  t.equal(code, status.INVALID_ARGUMENT)
  t.equal(exception, 'maximum-append-size-exceeded')
  t.ok(Number(new Map(Object.entries(trailers)).get('maximum-append-size')) > half)
  await t.rejects(collect(node.client.readStream(stream)))
})

const fragment = (
  id: string,
  sizes: readonly number[],
  { stream, isFinal = false }: { readonly stream?: string; readonly isFinal?: boolean } = {},
) => {
  const request = new streams.BatchAppendReq()
  request.setCorrelationId(uuid(id))
  if (stream !== undefined) {
    const options = new streams.BatchAppendReq.Options()
    options.setStreamIdentifier(identifier(stream))
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- protobuf's own Empty, which is written the same, comes with no dependency of ours
    options.setAny(new shared.Empty())
    request.setOptions(options)
  }
  for (const size of sizes) {
    request.addProposedMessages(filled(new streams.BatchAppendReq.ProposedMessage(), size))
  }
  request.setIsFinal(isFinal)
  return request
}

const batchCall = () => {
  const call = raw.batchAppend(headers, soon())
  return {
    call,
    answer: async (): Promise<BatchAppendResp> => {
      const answers: BatchAppendResp[] = await once(call, 'data')
      const [answer] = answers
      if (answer === undefined) throw new Error('An answer was expected')
      return answer
    },
  }
}

t.test('batch append: while its fragments still come, and once', async (t) => {
  const { call, answer } = batchCall()
  const stream = unique('s')
  const large = randomUUID()
  const refused = answer()
  call.write(fragment(large, [half], { stream }))
  call.write(fragment(large, [half]))
  const error = (await refused).getError()
  t.match(error?.getDetails()?.getTypeUrl(), /MaximumAppendSizeExceeded$/)
  const small = randomUUID()
  const appended = answer()
  call.write(fragment(large, [half]))
  call.write(fragment(large, [1], { isFinal: true }))
  call.write(fragment(small, [1], { stream, isFinal: true }))
  const success = await appended
  t.ok(success.hasSuccess())
  t.equal(Number(success.getSuccess()?.getCurrentRevision()), 0)
  call.end()
  t.equal((await collect(node.client.readStream(stream))).length, 1)
})

t.test('batch append: a fragment of very many events', async (t) => {
  const { call, answer } = batchCall()
  const request = fragment(randomUUID(), [], { stream: unique('s'), isFinal: true })
  // Refused, so that they need not be written.
  request.getOptions()?.setStreamPosition('7')
  const message = filled(new streams.BatchAppendReq.ProposedMessage(), 0)
  request.setProposedMessagesList(Array.from({ length: 150_000 }, () => message))
  const refused = answer()
  call.write(request)
  t.match((await refused).getError()?.getDetails()?.getTypeUrl(), /WrongExpectedVersion$/)
  call.end()
})
