import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decodeBatchAppendReply, encodeBatchAppend } from './append.ts'
import { cursorOf, readNumber, readUint64 } from './reader.ts'
import { decodeReadReply } from './read-reply.ts'
import { encodeReadRequest } from './read-request.ts'
import { Unreadable } from './unreadable.ts'
import { createWriter, takeBytes, varintSize, writeUint64, writeVarint } from './writer.ts'

// The client's generated code is the oracle: what one side writes the other must read.

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const revision = fc.bigInt(0n, 2n ** 63n - 1n)

t.test('varints come back, whatever their size', (t) => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => {
      const writer = createWriter(1)
      writeUint64(writer, value)
      return readUint64(cursorOf(takeBytes(writer))) === value
    }),
  )
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const writer = createWriter(1)
      writeVarint(writer, value)
      const bytes = takeBytes(writer)
      return bytes.length === varintSize(value) && readNumber(cursorOf(bytes)) === value
    }),
  )
  t.throws(() => readNumber(cursorOf(Buffer.from([0x80, 0x80]))), Unreadable)
  t.end()
})

t.test('an append is what the generated code reads', (t) => {
  const event = fc.record({ id: fc.uuid(), type: text, data: text, metadata: text })
  const expected = fc.oneof(revision, fc.constantFrom('any' as const, 'no-stream' as const))
  fc.assert(
    fc.property(
      fc.uuid(),
      text,
      expected,
      fc.array(event, { maxLength: 5 }),
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      (correlationId, stream, expected, events, deadlineMs) => {
        const deadline = new Date(deadlineMs)
        const bytes = encodeBatchAppend({ correlationId, stream, expected, deadline, events })
        const read = streams.BatchAppendReq.deserializeBinary(bytes)
        const options = read.getOptions()!
        t.equal(read.getCorrelationId()?.getString(), correlationId)
        t.equal(read.getIsFinal(), true)
        t.equal(Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString(), stream)
        t.equal(options.getDeadline()?.toDate().getTime(), deadlineMs)
        t.equal(options.hasAny(), expected === 'any')
        t.equal(options.hasNoStream(), expected === 'no-stream')
        if (typeof expected === 'bigint') t.equal(options.getStreamPosition(), expected.toString())
        t.same(
          read.getProposedMessagesList().map((message) => ({
            id: message.getId()?.getString(),
            type: message.getMetadataMap().get('type'),
            data: Buffer.from(message.getData_asU8()).toString(),
            metadata: Buffer.from(message.getCustomMetadata_asU8()).toString(),
          })),
          events,
        )
      },
    ),
    { numRuns: 50 },
  )
  t.end()
})

t.test('the answer to an append is read as the generated code wrote it', (t) => {
  fc.assert(
    fc.property(fc.uuid(), revision, revision, (id, last, position) => {
      const correlation = new shared.UUID()
      correlation.setString(id)
      const place = new shared.AllStreamPosition()
      place.setCommitPosition(position.toString())
      place.setPreparePosition(position.toString())
      const success = new streams.BatchAppendResp.Success()
      success.setCurrentRevision(last.toString())
      success.setPosition(place)
      const reply = new streams.BatchAppendResp()
      reply.setCorrelationId(correlation)
      reply.setSuccess(success)
      t.same(decodeBatchAppendReply(Buffer.from(reply.serializeBinary())), {
        correlationId: id,
        revision: last,
        position,
      })
    }),
    { numRuns: 50 },
  )
  t.end()
})

t.test('a correlation id in two halves is the same id', (t) => {
  const halves = new shared.UUID.Structured()
  halves.setMostSignificantBits('-1')
  halves.setLeastSignificantBits('1')
  const correlation = new shared.UUID()
  correlation.setStructured(halves)
  const reply = new streams.BatchAppendResp()
  reply.setCorrelationId(correlation)
  const { correlationId } = decodeBatchAppendReply(Buffer.from(reply.serializeBinary()))
  t.equal(correlationId, 'ffffffff-ffff-ffff-0000-000000000001')
  t.end()
})

t.test('a recorded event is read as the generated code wrote it', (t) => {
  fc.assert(
    fc.property(
      fc.uuid(),
      text,
      text,
      revision,
      revision,
      text,
      (id, stream, type, number, at, data) => {
        const uuid = new shared.UUID()
        uuid.setString(id)
        const name = new shared.StreamIdentifier()
        name.setStreamName(Buffer.from(stream))
        const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
        recorded.setId(uuid)
        recorded.setStreamIdentifier(name)
        recorded.setStreamRevision(number.toString())
        recorded.setCommitPosition(at.toString())
        recorded.setPreparePosition(at.toString())
        recorded.getMetadataMap().set('type', type)
        recorded.getMetadataMap().set('content-type', 'application/json')
        recorded.getMetadataMap().set('created', '17000000000000000')
        recorded.setData(Buffer.from(data))
        const event = new streams.ReadResp.ReadEvent()
        event.setEvent(recorded)
        event.setCommitPosition(at.toString())
        const reply = new streams.ReadResp()
        reply.setEvent(event)
        t.match(decodeReadReply(Buffer.from(reply.serializeBinary())), {
          kind: 'event',
          event: {
            id,
            stream,
            type,
            revision: number,
            position: at,
            created: '17000000000000000',
            data: Buffer.from(data),
          },
        })
      },
    ),
    { numRuns: 50 },
  )
  t.end()
})

t.test('a read request is what the generated code reads', (t) => {
  const all = streams.ReadReq.deserializeBinary(
    encodeReadRequest({
      source: 'all',
      from: 12n,
      direction: 'forwards',
      limit: 'subscribe',
      filter: { on: 'stream', prefixes: ['a-', 'b-'] },
    }),
  ).getOptions()!
  t.equal(all.getAll()?.getPosition()?.getCommitPosition(), '12')
  t.equal(all.getAll()?.getPosition()?.getPreparePosition(), '12')
  t.ok(all.hasSubscription())
  t.same(all.getFilter()?.getStreamIdentifier()?.getPrefixList(), ['a-', 'b-'])
  t.ok(all.getUuidOption()?.hasString())

  const stream = streams.ReadReq.deserializeBinary(
    encodeReadRequest({
      source: { stream: 's' },
      from: 'end',
      direction: 'backwards',
      limit: { count: 7 },
    }),
  ).getOptions()!
  t.ok(stream.getStream()?.hasEnd())
  t.equal(stream.getReadDirection(), 1)
  t.equal(stream.getCount(), '7')
  t.ok(stream.hasNoFilter())

  for (const [from, has] of [
    ['start', 'hasStart'],
    ['end', 'hasEnd'],
  ] as const) {
    const request = { source: 'all', from, direction: 'forwards', limit: { count: 1 } } as const
    t.ok(
      streams.ReadReq.deserializeBinary(encodeReadRequest(request)).getOptions()?.getAll()?.[has](),
    )
  }
  t.end()
})
