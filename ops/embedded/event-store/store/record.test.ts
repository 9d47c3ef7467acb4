import streams from '@eventstore/db-client/generated/streams_pb.js'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import {
  createdMsOf,
  dataOf,
  encodeRecord,
  idOf,
  isIntact,
  replyOf,
  revisionOf,
  sealRecord,
  streamOf,
  tombstoneRevision,
  typeOf,
  type NewRecord,
} from './record.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
const record: fc.Arbitrary<NewRecord> = fc.record({
  id: fc.uuid(),
  stream: text,
  revision: fc.maxSafeNat(),
  position: fc.maxSafeNat(),
  type: text,
  contentType: fc.constantFrom('application/json', 'application/octet-stream'),
  // Nothing was recorded in the first millisecond of 1970, which alone would show leading zeros.
  createdMs: fc.integer({ min: 1, max: 4_000_000_000_000 }),
  metadata: fc.uint8Array({ maxLength: 300 }),
  data: fc.uint8Array({ maxLength: 3_000 }),
})

t.test('what is stored is the message that clients read', (t) => {
  fc.assert(
    fc.property(record, (record) => {
      const reply = streams.ReadResp.deserializeBinary(replyOf(encodeRecord(record))).getEvent()!
      const event = reply.getEvent()!
      t.equal(reply.getCommitPosition(), String(record.position))
      t.equal(event.getCommitPosition(), String(record.position))
      t.equal(event.getPreparePosition(), String(record.position))
      t.equal(event.getStreamRevision(), String(record.revision))
      t.equal(event.getId()?.getString(), record.id)
      t.equal(
        Buffer.from(event.getStreamIdentifier()!.getStreamName_asU8()).toString(),
        record.stream,
      )
      t.same(Object.fromEntries(event.getMetadataMap().entries()), {
        type: record.type,
        'content-type': record.contentType,
        created: String(BigInt(record.createdMs) * 10_000n),
      })
      t.same(Buffer.from(event.getData_asU8()), Buffer.from(record.data))
      t.same(Buffer.from(event.getCustomMetadata_asU8()), Buffer.from(record.metadata))
    }),
    { numRuns: 100 },
  )
  t.end()
})

t.test('the header tells what the server looks at', (t) => {
  fc.assert(
    fc.property(record, (record) => {
      const bytes = encodeRecord(record)
      t.equal(idOf(bytes), record.id)
      t.equal(streamOf(bytes), record.stream)
      t.equal(typeOf(bytes), record.type)
      t.equal(revisionOf(bytes), record.revision)
      t.equal(createdMsOf(bytes), record.createdMs)
      t.same(dataOf(bytes), Buffer.from(record.data))
    }),
    { numRuns: 100 },
  )
  t.end()
})

t.test('any flipped bit shows', (t) => {
  fc.assert(
    fc.property(record, fc.nat(), fc.nat({ max: 7 }), (record, at, bit) => {
      const bytes = sealRecord(encodeRecord(record), true)
      t.ok(isIntact(bytes, record.position))
      const i = at % bytes.length
      bytes[i] = (bytes[i] ?? 0) ^ (1 << bit)
      t.notOk(isIntact(bytes, record.position))
    }),
    { numRuns: 200 },
  )
  t.end()
})

t.test('a tombstone has the greatest revision there is', (t) => {
  const [some] = fc.sample(record, 1)
  const bytes = encodeRecord({ ...some!, revision: tombstoneRevision })
  const event = streams.ReadResp.deserializeBinary(replyOf(bytes)).getEvent()?.getEvent()
  t.equal(event?.getStreamRevision(), '9223372036854775807')
  t.equal(revisionOf(bytes), tombstoneRevision)
  t.end()
})
